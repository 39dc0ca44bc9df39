using Vernier.Catalog;

namespace Vernier.Host.Serving;

/// <summary>The settings of a container whose port is published on loopback only: Prometheus uses its host name, local clients the published port.</summary>
internal static class ContainerAccess
{
    /// <param name="catalog">The catalog of the system, with the host name of the container.</param>
    /// <param name="hosts">The key of the allowed host names.</param>
    /// <param name="remote">The key that allows other machines, here the other containers, without authentication; null for a system that authenticates clients.</param>
    public static IReadOnlyDictionary<string, string> Settings(MetricCatalog catalog, string hosts, string? remote)
    {
        var settings = new Dictionary<string, string> { [$"{hosts}:0"] = catalog.Scrape!.Host, [$"{hosts}:1"] = "localhost", [$"{hosts}:2"] = "127.0.0.1" };
        if (remote is not null)
            settings[remote] = "true";
        return settings;
    }
}
