namespace Vernier.Registry;

/// <summary>The metrics of a registry about itself.</summary>
internal static class SelfCatalog
{
    // The number of families and of collectors bounds these series. Under the registry's limit, the counter of overflows could itself overflow, and
    // count that without end.
    private const int Unlimited = int.MaxValue;

    public static readonly CounterDefinition<FormatLabels> Scrapes =
        new("vernier_scrapes_total", "Number of times that the families were written, by exposition format.");

    public static readonly HistogramDefinition ScrapeDuration =
        new("vernier_scrape_duration_seconds", "Time to call all callbacks and write all families, without sending them.")
        {
            Unit = "seconds",
            Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        };

    public static readonly CounterDefinition ScrapeBytes =
        new("vernier_scrape_bytes_total", "Bytes written for scrapes, before compression.") { Unit = "bytes" };

    public static readonly CounterDefinition<FamilyLabels> SeriesOverflows =
        new("vernier_series_overflows_total", "Recordings that went to the overflow series because a limit was reached.")
        {
            MaxSeries = Unlimited,
        };

    public static readonly CounterDefinition<CollectorLabels> CollectorFailures =
        new("vernier_collector_failures_total", "Scrapes in which a callback or callback source failed, so that its families were skipped.")
        {
            MaxSeries = Unlimited,
        };

    public static readonly GaugeDefinition Series = new("vernier_series", "Number of series in the registry before the collection.");
}
