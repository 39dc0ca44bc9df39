using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Models;
using Vernier.Catalog;
using Vernier.Host.Configuration;
using Vernier.Host.Demo.LocalProvider;
using Vernier.Host.Demo.Orchestrator;
using Vernier.Services.Storage;

namespace Vernier.Host.Serving;

/// <summary>
/// AI Orchestrator, with its state in SQLite, or in PostgreSQL if <c>ConnectionStrings:ai-orchestrator</c> is set. Without a configured model address its
/// models are those of CCProxy if this host serves it, and local models otherwise.
/// </summary>
internal sealed class AiOrchestratorModule : ISystemModule
{
    private const string ConnectionString = "ai-orchestrator";

    public string Name => "ai-orchestrator";

    public MetricCatalog Catalog => AiOrchestratorCatalog.Catalog;

    /// <summary>Clients on this machine can read <c>/api/metrics</c> without a token.</summary>
    public IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?> { ["allow_anonymous_loopback"] = "true" };

    public IReadOnlyList<string> ConnectionStrings => [ConnectionString];

    /// <summary>Gets the data directory of the image, and the host names: that of the container for Prometheus, and those of the published port.</summary>
    public IReadOnlyDictionary<string, string> ContainerSettings { get; } =
        new Dictionary<string, string>([new("data_directory", "/data"), .. ContainerAccess.Settings(AiOrchestratorCatalog.Catalog, "identity:allowed_hosts", remote: null)]);

    public IReadOnlyList<string> ContainerVolumes => ["ai-orchestrator:/data"];

    public void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems)
    {
        services.AddSingleton(new ModelAddress(() => systems.AddressOf(CcProxyModule.SystemName) is { } proxy ? new Uri(proxy, "v1") : null));
        var isProxied = systems.Contains(CcProxyModule.SystemName);
        var proxyHasProviders = configuration.Root.GetSection($"systems:{CcProxyModule.SystemName}:providers").Exists();
        if (!section.GetSection("models:primary:url").Exists() && !(isProxied && proxyHasProviders))
        {
            // Before the orchestrator, so that the models are available until it has stopped.
            services.AddLocalProviderServer();
            services.AddSingleton(provider => new LocalModelSetup(provider.GetRequiredService<LocalProviderServer>(), section, isProxied));
            services.AddSingleton<IPostConfigureOptions<AiOrchestratorOptions>>(provider => provider.GetRequiredService<LocalModelSetup>());
        }
        var orchestrator = services.AddAiOrchestrator(section);
        if (configuration.Root.GetConnectionString(ConnectionString) is { Length: > 0 } postgres)
            orchestrator.UsePostgres(postgres);
    }

    /// <summary>Adds the demo traffic for the local models only: responses of other models cost money.</summary>
    public void AddDemo(IServiceCollection services)
    {
        if (services.All(service => service.ServiceType != typeof(LocalModelSetup)))
            return;
        services.AddSingleton<DemoAccounts>();
        services.AddSingleton<IPostConfigureOptions<AiOrchestratorOptions>, DemoSetup>();
        services.AddHostedService<OrchestratorDemo>();
    }

    public int Port(IServiceProvider services) => Options(services).Port;

    public void Map(WebApplication application) => application.MapAiOrchestrator();

    public IReadOnlyList<SystemLink> Links(IServiceProvider services)
    {
        SystemLink[] links = [new("runs", "/api/runs"), new("hub", "/ws/runs"), new("metrics", "/actuator/prometheus")];
        return services.GetRequiredService<InitialAdministrator>().PasswordFile is { } file ? [.. links, new("password of admin", file, IsFile: true)] : links;
    }

    public string? StartError(Exception exception) => exception is AiOrchestratorException or StorageException ? exception.Message : null;

    private static AiOrchestratorOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value;
}
