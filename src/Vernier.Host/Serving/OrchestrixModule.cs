using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Security;
using Vernier.Catalog;
using Vernier.Host.Configuration;
using Vernier.Host.Demo;
using Vernier.Orchestrix;
using Vernier.Orchestrix.Store;

namespace Vernier.Host.Serving;

/// <summary>The order service of Orchestrix: in memory, or in PostgreSQL if <c>ConnectionStrings:Orchestrix</c> is set.</summary>
internal sealed class OrchestrixModule : ISystemModule
{
    private const string ConnectionString = "orchestrix";

    public string Name => "orchestrix";

    public MetricCatalog Catalog => OrchestrixCatalog.Catalog;

    /// <summary>The default port 8000 is also that of CCProxy.</summary>
    public IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?> { ["port"] = "8001" };

    public IReadOnlyList<string> ConnectionStrings => [ConnectionString];

    public IReadOnlyDictionary<string, string> ContainerSettings { get; } = ContainerAccess.Settings(OrchestrixCatalog.Catalog, "allowed_hosts", "allow_unauthenticated_remote");

    public void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems)
    {
        var orchestrix = services.AddOrchestrix(section);
        if (configuration.Root.GetConnectionString(ConnectionString) is { Length: > 0 } postgres)
            orchestrix.UsePostgres(postgres);
    }

    public void AddDemo(IServiceCollection services) => services.AddHostedService<OrchestrixDemo>();

    public int Port(IServiceProvider services) => Options(services).Port;

    public void Map(WebApplication application)
    {
        application.MapOrchestrix();
        application.MapMetrics(Options(application.Services).Path).RequireRules(application.Services.GetRequiredRequestRules<OrchestrixOptions>());
    }

    public IReadOnlyList<SystemLink> Links(IServiceProvider services) =>
        [new($"orders in {services.GetRequiredService<IEventStore>().Name} (POST)", "/orders"), new("metrics", Options(services).Path)];

    private static OrchestrixOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<OrchestrixOptions>>().Value;
}
