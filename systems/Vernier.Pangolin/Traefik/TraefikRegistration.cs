using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Traefik;

/// <summary>Registers the services and maps the routes of this folder.</summary>
internal static class TraefikRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TraefikProvider>();
        services.AddSingleton<PluginCache>();
        services.AddSingleton<PluginFetcher>();
        services.AddHostedService(provider => provider.GetRequiredService<TraefikProvider>());
        services.AddHostedService(provider => provider.GetRequiredService<PluginFetcher>());
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints) => endpoints
        .MapGet($"{PangolinEndpoints.Api}/traefik-config", GetAsync)
        .WithSummary("Returns the dynamic configuration for the HTTP provider of Traefik.")
        .WithTags("Traefik")
        .RequireAccess(Access.ApiKeyOrAdmin);

    private static async Task<IResult> GetAsync(TraefikProvider provider, HttpContext http)
    {
        try
        {
            return Results.Json(await provider.RenderAsync(http.RequestAborted).ConfigureAwait(false));
        }
        catch (PangolinException exception)
        {
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
    }
}
