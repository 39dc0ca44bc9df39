using System.Net;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore;
using Vernier.AspNetCore.Configuration;
using Vernier.Catalog;
using Vernier.Host.Configuration;
using Vernier.Host.Demo.Pangolin;
using Vernier.Pangolin;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Extensions;
using Vernier.Pangolin.Identity;
using Vernier.Services.Storage;

namespace Vernier.Host.Serving;

/// <summary>
/// Pangolin, with its state in SQLite, or in PostgreSQL if <c>ConnectionStrings:pangolin</c> is set. It listens on several ports. Metrics are on in a host
/// that configures nothing of Pangolin; otherwise the section <c>metrics</c> decides.
/// </summary>
internal sealed class PangolinModule : ISystemModule
{
    private const string SystemName = "pangolin";
    private const string Section = $"systems:{SystemName}";

    public string Name => SystemName;

    public MetricCatalog Catalog => PangolinCatalog.Catalog;

    /// <summary>None here: the defaults depend on the configuration, see <see cref="SectionWithDefaults"/>.</summary>
    public IReadOnlyDictionary<string, string?> Defaults { get; } = new Dictionary<string, string?>();

    public IReadOnlyList<string> ConnectionStrings => [SystemName];

    /// <summary>Gets the keys of all ports.</summary>
    public IReadOnlyList<string> NumberKeys { get; } =
        [.. ValidatedOptions.KeysOf(typeof(PangolinOptions)).Where(key => key == "port" || key.EndsWith(":port", StringComparison.Ordinal) || key.EndsWith("_port", StringComparison.Ordinal))];

    public string MetricsPortKey => "metrics:port";

    /// <summary>Gets the ports of the metrics, the page and the proxy. Port 3000 of the host is that of Grafana.</summary>
    public IReadOnlyList<string> ContainerPorts => ["9464:9464", "3030:3000", "8088:8088"];

    /// <summary>Gets the data directory of the image, and the published address of the page.</summary>
    public IReadOnlyDictionary<string, string> ContainerSettings { get; } = new Dictionary<string, string>
    {
        ["data_directory"] = "/data",
        ["public_url"] = "http://localhost:3030",
    };

    public IReadOnlyList<string> ContainerVolumes => ["pangolin:/data"];

    public void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems)
    {
        var pangolin = services.AddPangolin(SectionWithDefaults(configuration.Root));
        if (configuration.File is { } file)
            pangolin.ReloadFrom(file, errors => SectionWithDefaults(configuration.Read(errors)));
        if (configuration.Root.GetConnectionString(SystemName) is { Length: > 0 } postgres)
            pangolin.UsePostgres(postgres);
        // Without metrics, requests cost nothing either.
        services.AddOptions<VernierOptions>().Configure<IOptions<PangolinOptions>>(
            (vernier, options) => vernier.HttpRequestMetrics = options.Value.Metrics is { Enabled: true });
    }

    public void AddDemo(IServiceCollection services)
    {
        services.AddSingleton<DemoBackends>();
        services.AddHostedService(provider => provider.GetRequiredService<DemoBackends>());
        services.AddSingleton(provider => new DemoCertificate(provider.GetRequiredService<TimeProvider>(), DemoResources.All.Select(resource => resource.Host)));
        services.AddSingleton<IPostConfigureOptions<PangolinOptions>, DemoSetup>();
        services.AddHostedService<PangolinDemo>();
    }

    public int Port(IServiceProvider services) => Options(services).Port;

    public void Map(WebApplication application) => application.MapPangolin();

    public IReadOnlyList<SystemLink> Links(IServiceProvider services)
    {
        var addresses = services.GetRequiredService<PangolinAddresses>();
        var links = new List<SystemLink> { new("page", "/") };
        links.Add(new("resources", addresses.Proxy.ToString()));
        if (addresses.TlsProxy is { } tls)
            links.Add(new("resources with TLS", tls.ToString()));
        if (addresses.Metrics is { } metrics)
            links.Add(new("metrics", metrics.ToString()));
        if (services.GetRequiredService<FirstAdministrator>().SetupCodeFile is { } file)
            links.Add(new("setup code", file, IsFile: true));
        if (services.GetService<DemoBackends>() is not null)
            links.Add(new($"password of {DemoAdministrator.Name}", DemoAdministrator.PasswordFile(Options(services).DataDirectory), IsFile: true));
        return links;
    }

    public string? StartError(Exception exception) => exception is PangolinException or StorageException ? exception.Message : null;

    /// <summary>
    /// Returns the section with the defaults of the host: its own listeners use the address of the host, and metrics are on if the section is absent. A
    /// section without <c>metrics</c> means that metrics are off.
    /// </summary>
    private static IConfigurationSection SectionWithDefaults(IConfigurationRoot configuration)
    {
        var defaults = new Dictionary<string, string?>();
        if (IPAddress.TryParse(configuration["address"], out var address))
            defaults[$"{Section}:address"] = address.ToString();
        // A section without keys does not exist for .NET, but its key does.
        if (configuration.GetSection("systems").GetChildren().All(system => !system.Key.Equals(SystemName, StringComparison.OrdinalIgnoreCase)))
            defaults[$"{Section}:metrics:enabled"] = "true";
        return new ConfigurationBuilder().AddInMemoryCollection(defaults).AddConfiguration(configuration).Build().GetSection(Section);
    }

    private static PangolinOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<PangolinOptions>>().Value;
}
