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
        services.AddSingleton<TunnelHub>();
        services.AddSingleton<ISiteLinkSource>(provider => provider.GetRequiredService<TunnelHub>());
        services.AddSingleton<SiteLinks>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints;
    }
}
