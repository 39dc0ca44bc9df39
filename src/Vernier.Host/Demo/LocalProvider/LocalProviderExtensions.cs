using Microsoft.Extensions.Options;
using Vernier.CcProxy;

namespace Vernier.Host.Demo.LocalProvider;

/// <summary>Registers the local provider.</summary>
internal static class LocalProviderExtensions
{
    /// <summary>Adds the server of the local models. It starts if its address is read before.</summary>
    public static void AddLocalProviderServer(this IServiceCollection services)
    {
        services.AddSingleton<LocalProviderServer>();
        services.AddHostedService(provider => provider.GetRequiredService<LocalProviderServer>());
    }

    /// <summary>Serves CCProxy with local models if no provider is configured.</summary>
    public static void AddLocalProvider(this IServiceCollection services)
    {
        services.AddLocalProviderServer();
        services.AddSingleton<IPostConfigureOptions<CcProxyOptions>, LocalProviderSetup>();
    }

    private sealed class LocalProviderSetup(LocalProviderServer server) : IPostConfigureOptions<CcProxyOptions>
    {
        public void PostConfigure(string? name, CcProxyOptions options)
        {
            if (options.Providers.Count > 0)
                return;
            options.Providers = LocalModels.Providers(server.Address);
            options.Pricing = [.. options.Pricing, .. LocalModels.Prices];
        }
    }
}
