using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Tunnels;

/// <summary>Registers the tunnels of sites, and maps their endpoint.</summary>
internal static class TunnelsRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<BackendHealth>();
        services.AddSingleton<SiteStates>();
        services.AddSingleton<TunnelServices>();
        services.AddSingleton<TunnelHub>();
        services.AddSingleton<TunnelEndpoint>();
        services.AddSingleton<ISiteLinkSource>(provider => provider.GetRequiredService<TunnelHub>());
        services.AddSingleton<SiteLinks>();
        services.AddHostedService(provider => provider.GetRequiredService<TunnelHub>());
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        var application = endpoints.CreateApplicationBuilder();
        application.UseWebSockets();
        application.Run(http => http.RequestServices.GetRequiredService<TunnelEndpoint>().HandleAsync(http));
        endpoints.MapGet(PangolinEndpoints.Tunnel, application.Build()).WithMetadata(new ExcludeFromDescriptionAttribute());
    }
}
