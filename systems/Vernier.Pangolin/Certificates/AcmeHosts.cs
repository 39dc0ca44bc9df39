using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Certificates;

/// <summary>The host names that get a certificate of the ACME server. Thread-safe.</summary>
internal sealed class AcmeHosts(SiteInventory inventory, ServerCertificates certificates, PangolinSettings settings)
{
    /// <summary>
    /// Returns the hosts of HTTP resources that ACME is configured for, and that no certificate file covers. Empty if ACME is off.
    /// </summary>
    public IReadOnlyList<string> Current()
    {
        if (settings.Current.Certificates.Acme is not { } acme)
            return [];
        var allowed = acme.Hosts.Select(HostNames.Normalize).ToHashSet();
        return [.. inventory.Current.ByHost.Keys.Where(host => IsPossible(host) && (allowed.Count == 0 || allowed.Contains(host)) && !certificates.HasFile(host)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Returns the hosts of HTTP resources that need a certificate file because HTTP-01 cannot validate them. Empty if ACME is off.</summary>
    public IReadOnlyList<string> Impossible() => settings.Current.Certificates.Acme is { Hosts.Count: 0 }
        ? [.. inventory.Current.ByHost.Keys.Where(host => !IsPossible(host) && !certificates.HasFile(host)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>HTTP-01 validates host names, but neither wildcards nor IP addresses.</summary>
    private static bool IsPossible(string host) => HostNames.Normalize(host) == host;
}
