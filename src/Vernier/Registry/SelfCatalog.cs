namespace Vernier.Registry;

/// <summary>The metrics that a registry has of itself.</summary>
internal static class SelfCatalog
{
    // What is counted by family or by collector is bounded by how many there are. Under the registry's limit, the count of overflows could
    // overflow itself, for ever.
    private const int Unlimited = int.MaxValue;

    public static readonly CounterDefinition<FormatLabels> Scrapes =
        new("vernier_scrapes_total", "Times that the families were written, by exposition format.");

    public static readonly HistogramDefinition ScrapeDuration =
        new("vernier_scrape_duration_seconds", "Time to read all callbacks and write all families, without sending them.")
        {
            Unit = "seconds",
            Buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
        };

    public static readonly CounterDefinition ScrapeBytes =
        new("vernier_scrape_bytes_total", "Bytes that were written for scrapes, before compression.") { Unit = "bytes" };

    public static readonly CounterDefinition<FamilyLabels> SeriesOverflows =
        new("vernier_series_overflows_total", "Recordings for which no series could be created because of a limit; they went to the overflow series.")
        {
            MaxSeries = Unlimited,
        };

    public static readonly CounterDefinition<CollectorLabels> CollectorFailures =
        new("vernier_collector_failures_total", "Scrapes in which a callback or callback source failed, so that its families were left out.")
        {
            MaxSeries = Unlimited,
        };

    public static readonly GaugeDefinition Series = new("vernier_series", "Series that the registry holds.");
}
