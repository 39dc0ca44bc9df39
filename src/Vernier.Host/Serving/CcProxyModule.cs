using Microsoft.Extensions.Options;
using Vernier.Catalog;
using Vernier.CcProxy;
using Vernier.Host.Configuration;
using Vernier.Host.Demo;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.Host.Serving;

/// <summary>CCProxy, with the configured providers, or with local models if no provider is configured.</summary>
internal sealed class CcProxyModule : ISystemModule
{
    public const string SystemName = "ccproxy";

    public string Name => SystemName;

    public MetricCatalog Catalog => CcProxyCatalog.Catalog;

    public IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>();

    public IReadOnlyDictionary<string, string> ContainerSettings { get; } = ContainerAccess.Settings(CcProxyCatalog.Catalog, "allowed_hosts", "allow_unauthenticated_remote");

    public void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems)
    {
        services.AddCcProxy(section);
        services.AddLocalProvider();
    }

    public void AddDemo(IServiceCollection services) => services.AddHostedService<CcProxyDemo>();

    public int Port(IServiceProvider services) => Options(services).Port;

    public void Map(WebApplication application) => application.MapCcProxy();

    public IReadOnlyList<SystemLink> Links(IServiceProvider services)
    {
        SystemLink[] proxy = [new("messages", "/v1/messages"), new("chat", "/v1/chat/completions"), new("models", "/v1/models")];
        return Options(services) is { Enabled: true, MetricsEndpointEnabled: true } ? [.. proxy, new("metrics", "/metrics")] : proxy;
    }

    private static CcProxyOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<CcProxyOptions>>().Value;
}
