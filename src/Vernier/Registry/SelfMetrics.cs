using Vernier.Instruments;

namespace Vernier.Registry;

/// <summary>What a registry measures of itself. What a scrape records here is seen by the next one.</summary>
internal sealed class SelfMetrics
{
    private readonly Counter<FormatLabels> _scrapes;
    private readonly Histogram _scrapeDuration;
    private readonly Counter _scrapeBytes;
    private readonly Counter<FamilyLabels> _overflows;
    private readonly Counter<CollectorLabels> _failures;

    public SelfMetrics(MetricRegistry registry)
    {
        _scrapes = registry.Counter(SelfCatalogue.Scrapes);
        _scrapeDuration = registry.Histogram(SelfCatalogue.ScrapeDuration);
        _scrapeBytes = registry.Counter(SelfCatalogue.ScrapeBytes);
        _overflows = registry.Counter(SelfCatalogue.SeriesOverflows);
        _failures = registry.Counter(SelfCatalogue.CollectorFailures);
        registry.Observe(SelfCatalogue.Series, () => registry.Families.Sum(f => f.SeriesCount));
    }

    /// <summary>The families were written once in a format.</summary>
    public void Scraped(string format, TimeSpan duration, long bytes)
    {
        _scrapes.With(new(format)).Inc();
        _scrapeDuration.Observe(duration.TotalSeconds);
        _scrapeBytes.Inc(bytes);
    }

    public void SeriesOverflowed(string family) => _overflows.With(new(family)).Inc();

    public void CollectorFailed(string collector) => _failures.With(new(collector)).Inc();
}
