using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Console.Api;
using Vernier.Pangolin.Console.Editing;
using Vernier.Pangolin.Console.Markup;
using Vernier.Pangolin.Console.Pages;

namespace Vernier.Pangolin.Console;

/// <summary>Registers the services and maps the routes of the page and the API.</summary>
internal static class ConsoleRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<SiteEditor>();
        services.AddSingleton<ResourceEditor>();
        services.AddSingleton<SignInEditor>();
        services.AddSingleton<SiteCommand>();
        services.AddSingleton<Layout>();
        services.AddSingleton<SignInOffer>();
        ApiDocument.AddServices(services);
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup(PangolinEndpoints.Api);
        SiteEndpoints.Map(api);
        ResourceEndpoints.Map(api);
        AccessTokenEndpoints.Map(api);
        UserEndpoints.Map(api);
        SessionEndpoints.Map(api);
        ApiKeyEndpoints.Map(api);
        SystemEndpoints.Map(api);
        ApiDocument.Map(endpoints);

        StyleSheet.Map(endpoints);
        var pages = endpoints.MapGroup("").ExcludeFromDescription();
        SignInPages.Map(pages);
        AccountPages.Map(pages);
        SitePages.Map(pages);
        ResourcePages.Map(pages);
        SignInPolicyPages.Map(pages);
        AccessTokenPages.Map(pages);
        UserPages.Map(pages);
        SessionPages.Map(pages);
        ApiKeyPages.Map(pages);
        SystemPages.Map(pages);
    }
}
