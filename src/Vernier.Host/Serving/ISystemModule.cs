using Vernier.Catalog;
using Vernier.Host.Configuration;

namespace Vernier.Host.Serving;

/// <summary>A system in the host: a separate application with its own port, services and registry.</summary>
internal interface ISystemModule
{
    /// <summary>The name in the configuration and on the command line.</summary>
    string Name { get; }

    /// <summary>The metrics, dashboards and alerts.</summary>
    MetricCatalog Catalog { get; }

    /// <summary>The defaults of the host that differ from those of the system, by key below the section of the system.</summary>
    IReadOnlyDictionary<string, string?> Defaults { get; }

    /// <summary>The names of the connection strings of the system. Default: none.</summary>
    IReadOnlyList<string> ConnectionStrings => [];

    /// <summary>The keys below the section of the system whose values must be written as numbers in YAML, without quotes. Default: none.</summary>
    IReadOnlyList<string> NumberKeys => [];

    /// <summary>The key of the port of the metrics, below the section of the system. Default: the port of the system.</summary>
    string MetricsPortKey => "port";

    /// <summary>The ports of a container of the system, as <c>HOST:CONTAINER</c>. Default: the port of the metrics, published as the default port of the host.</summary>
    IReadOnlyList<string> ContainerPorts => [$"{Defaults.GetValueOrDefault("port", $"{Catalog.Scrape!.Port}")}:{Catalog.Scrape.Port}"];

    /// <summary>The settings of the system in a container, by key below its section, in addition to address and port. Default: none.</summary>
    IReadOnlyDictionary<string, string> ContainerSettings => new Dictionary<string, string>();

    /// <summary>The volumes of a container of the system, such as <c>data:/data</c>. Default: none.</summary>
    IReadOnlyList<string> ContainerVolumes => [];

    /// <summary>Registers the services.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">The configuration section of the system.</param>
    /// <param name="configuration">The configuration of the host.</param>
    /// <param name="systems">The systems of the host.</param>
    void AddServices(IServiceCollection services, IConfigurationSection section, HostConfiguration configuration, HostedSystems systems);

    /// <summary>Registers the service that sends demo traffic through the HTTP API of the system.</summary>
    void AddDemo(IServiceCollection services);

    /// <summary>Returns the port to listen on, or 0 for any free port. Validates the options of the system.</summary>
    int Port(IServiceProvider services);

    /// <summary>Maps the routes.</summary>
    void Map(WebApplication application);

    /// <summary>Returns the links for the banner, after startup.</summary>
    IReadOnlyList<SystemLink> Links(IServiceProvider services);

    /// <summary>Returns what prevents the start of the system, in one line for the operator, or null if the exception is a bug.</summary>
    string? StartError(Exception exception) => null;
}

/// <summary>A URL or a file of a system, for the banner.</summary>
/// <param name="Label">The label.</param>
/// <param name="Path">The path of the URL, a URL if the system has several ports, or the full path of the file.</param>
/// <param name="IsFile">Whether it is a file.</param>
internal sealed record SystemLink(string Label, string Path, bool IsFile = false);
