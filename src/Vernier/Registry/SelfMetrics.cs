namespace Vernier.Registry;

/// <summary>The metrics of a registry about itself. What a scrape records is exposed by the next scrape.</summary>
internal sealed class SelfMetrics
{
    private readonly CounterFamily<FormatLabels> _scrapes;
    private readonly Histogram _scrapeDuration;
    private readonly Counter _scrapeBytes;
    private readonly CounterFamily<FamilyLabels> _overflows;
    private readonly CounterFamily<CollectorLabels> _failures;

    public SelfMetrics(MetricRegistry registry)
    {
        _scrapes = registry.Counter(SelfCatalog.Scrapes);
        _scrapeDuration = registry.Histogram(SelfCatalog.ScrapeDuration);
        _scrapeBytes = registry.Counter(SelfCatalog.ScrapeBytes);
        _overflows = registry.Counter(SelfCatalog.SeriesOverflows);
        _failures = registry.Counter(SelfCatalog.CollectorFailures);
        registry.GaugeCallback(SelfCatalog.Series, () => registry.SeriesCount);
    }

    /// <summary>Records that the families were written in a format.</summary>
    public void Scraped(string format, TimeSpan duration, long bytes)
    {
        _scrapes.With(new(format)).Inc();
        _scrapeDuration.Observe(duration.TotalSeconds);
        _scrapeBytes.Inc(bytes);
    }

    public void SeriesOverflowed(string family) => _overflows.With(new(family)).Inc();

    public void CollectorFailed(string collector) => _failures.With(new(collector)).Inc();
}
