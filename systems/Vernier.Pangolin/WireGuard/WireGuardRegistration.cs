using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.WireGuard;

/// <summary>Registers the services and maps the routes of WireGuard and hole punching.</summary>
internal static class WireGuardRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(PeerStore.Tables);
        services.AddSingleton<PeerStore>();
        services.AddSingleton(ClientStore.Tables);
        services.AddSingleton<ClientStore>();
        services.TryAddSingleton(_ => new WireGuardPrograms());
        services.AddSingleton<WireGuardServer>();
        services.AddSingleton<ISiteLinkSource>(provider => provider.GetRequiredService<WireGuardServer>());
        services.AddSingleton<SiteSessions>();
        services.AddSingleton<DirectConnections>();
        services.AddSingleton<HolePunchListener>();
        services.AddSingleton<IControlExtension, WireGuardExtension>();
        services.AddHostedService(provider => provider.GetRequiredService<HolePunchListener>());
        services.AddHostedService(provider => provider.GetRequiredService<WireGuardServer>());
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        ClientEndpoints.Map(endpoints);
        DirectEndpoints.Map(endpoints);
    }
}
