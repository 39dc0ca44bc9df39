using System.Collections.Concurrent;

namespace Vernier.Pangolin;

/// <summary>When the certificates expire. Thread-safe.</summary>
internal sealed class CertificateTimes(TimeProvider time)
{
    private readonly ConcurrentDictionary<CertificateLabels, DateTimeOffset> _resources = [];
    private readonly ConcurrentDictionary<DomainLabels, DateTimeOffset> _domains = [];

    public void SetResource(CertificateLabels labels, DateTimeOffset? expires) => Set(_resources, labels, expires);

    public void SetDomain(DomainLabels labels, DateTimeOffset? expires) => Set(_domains, labels, expires);

    public void SiteRemoved(string site) => RemoveResources(labels => labels.SiteId == site);

    public void ResourceRemoved(string resource) => RemoveResources(labels => labels.ResourceId == resource);

    public void ReportResources(SeriesReporter<CertificateLabels, double> series)
    {
        foreach (var (labels, expires) in _resources)
            series.Report(labels, DaysUntil(expires));
    }

    public void ReportDomains(SeriesReporter<DomainLabels, double> series)
    {
        foreach (var (labels, expires) in _domains)
            series.Report(labels, DaysUntil(expires));
    }

    private static void Set<TLabels>(ConcurrentDictionary<TLabels, DateTimeOffset> times, TLabels labels, DateTimeOffset? expires)
        where TLabels : notnull
    {
        if (expires is { } value)
            times[labels] = value;
        else
            times.TryRemove(labels, out _);
    }

    private void RemoveResources(Predicate<CertificateLabels> where)
    {
        foreach (var labels in _resources.Keys.Where(labels => where(labels)))
            _resources.TryRemove(labels, out _);
    }

    private double DaysUntil(DateTimeOffset expires) => (expires - time.GetUtcNow()).TotalDays;
}
