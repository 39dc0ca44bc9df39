using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Proxy;

/// <summary>Registers the services of this folder.</summary>
internal static class ProxyRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<TargetSelector>();
        services.AddSingleton<ResourceForwarder>();
        services.AddSingleton<ProxyHandler>();
        services.AddSingleton<TcpConnector>();
        services.AddSingleton<TcpListeners>();
        services.AddSingleton<ProxyServer>();
        services.AddHostedService(provider => provider.GetRequiredService<ProxyServer>());
    }
}
