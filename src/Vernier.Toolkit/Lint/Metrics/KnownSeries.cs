namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>What a name in a query stands for.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Part">The part that its series of that name expose; null for the name of a histogram, or of a summary without quantiles, which no series has.</param>
internal sealed record KnownSeries(KnownMetric Metric, SeriesPart? Part)
{
    /// <summary>Whether the values only go up until the process starts anew.</summary>
    public bool IsCounter => Part is SeriesPart.Bucket or SeriesPart.Sum or SeriesPart.Count || Metric.Type is MetricType.Counter;

    /// <summary>Whether the values go up and down.</summary>
    public bool IsGauge => Part is SeriesPart.Value && Metric.Type is MetricType.Gauge or MetricType.Info or MetricType.StateSet or MetricType.Summary;

    /// <summary>The label that the part adds; null when it adds none.</summary>
    public string? OwnLabel => (Part, Metric.Type) switch
    {
        (SeriesPart.Bucket, _) => MetricSeries.BucketLabel,
        (SeriesPart.Value, MetricType.Summary) => MetricSeries.QuantileLabel,
        (SeriesPart.Value, MetricType.StateSet) => Metric.Name,
        _ => null,
    };
}
