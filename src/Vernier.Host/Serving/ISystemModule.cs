using Vernier.Catalog;

namespace Vernier.Host.Serving;

/// <summary>A system as the host runs it: an application of its own, with its own port, services and registry.</summary>
internal interface ISystemModule
{
    /// <summary>Its name in the configuration and on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, shows and warns of.</summary>
    MetricCatalog Catalog { get; }

    /// <summary>The host's defaults where they differ from the system's own, by key below the system's section.</summary>
    IReadOnlyDictionary<string, string?> Defaults { get; }

    /// <summary>The names of the connection strings that it reads; none by default.</summary>
    IReadOnlyList<string> ConnectionStrings => [];

    /// <summary>Adds the services.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The system's section of the configuration, with the keys of its document.</param>
    /// <param name="configuration">The whole configuration.</param>
    void AddServices(IServiceCollection services, IConfigurationSection section, IConfiguration configuration);

    /// <summary>Adds what sends demo traffic through the system's own HTTP API.</summary>
    void AddDemo(IServiceCollection services);

    /// <summary>The port to listen on; 0 for any free one. Reading it checks the system's options.</summary>
    int Port(IServiceProvider services);

    /// <summary>Adds the routes.</summary>
    void Map(WebApplication application);

    /// <summary>What a person can look at, as paths, for the banner.</summary>
    IReadOnlyList<SystemLink> Links(IServiceProvider services);
}
