using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Reload;

/// <summary>Registers the reload of the configuration.</summary>
internal static class ReloadRegistration
{
    public static void AddServices(IServiceCollection services) => services.AddHostedService<ConfigurationReload>();
}
