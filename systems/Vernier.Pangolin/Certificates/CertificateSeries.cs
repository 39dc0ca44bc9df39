using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Certificates;

/// <summary>Keeps the series of certificates: those of existing resources and their hosts only. Thread-safe.</summary>
internal sealed class CertificateSeries(SiteInventory inventory, ServerCertificates certificates, AcmeHosts hosts, PangolinMetrics metrics)
{
    private readonly Lock _lock = new();
    private HashSet<(string Site, string Resource)> _resources = [];
    private HashSet<string> _hosts = [];

    /// <summary>Sets the series after a change of the certificates, the resources or the configuration.</summary>
    public void Update()
    {
        lock (_lock)
        {
            var byHost = inventory.Current.ByHost;
            var resources = byHost.Values.Select(resource => (resource.SiteId, resource.Id)).ToHashSet();
            foreach (var (site, resource) in _resources.Except(resources))
                metrics.ResourceCertificate(site, resource, null);
            foreach (var (host, resource) in byHost)
                metrics.ResourceCertificate(resource.SiteId, resource.Id, certificates.Find(HostNames.Normalize(host))?.NotAfter);
            _resources = resources;

            var issued = certificates.Issued;
            var current = hosts.Current().Concat(issued.Keys.Where(byHost.ContainsKey)).ToHashSet();
            foreach (var host in _hosts.Except(current))
                metrics.DomainRemoved(host);
            foreach (var host in current)
            {
                if (!_hosts.Contains(host))
                    metrics.DomainKnown(host);
                metrics.AcmeCertificate(host, issued.GetValueOrDefault(host)?.NotAfter);
            }
            _hosts = current;
        }
    }

    /// <summary>Records an event of a host, unless its resource was removed.</summary>
    public void Record(string host, AcmeEvent happened)
    {
        lock (_lock)
        {
            if (_hosts.Contains(host))
                metrics.AcmeEventOccurred(host, happened);
        }
    }
}
