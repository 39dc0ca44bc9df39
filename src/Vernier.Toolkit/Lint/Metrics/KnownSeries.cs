namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>The series that a name in a query refers to.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Part">
/// The part of the metric that these series expose; null for the bare name of a histogram, or of a summary without quantiles, which no series has.
/// </param>
/// <param name="ExtraLabel">The label that these series have in addition to the labels of the metric; null if none.</param>
internal sealed record KnownSeries(KnownMetric Metric, SeriesPart? Part, string? ExtraLabel = null)
{
    /// <summary>Whether values only increase until the process restarts.</summary>
    public bool IsCounter => Part is SeriesPart.Bucket or SeriesPart.Sum or SeriesPart.Count || Metric.Type is MetricType.Counter;

    /// <summary>Whether values go up and down.</summary>
    public bool IsGauge => Part is SeriesPart.Value && Metric.Type is MetricType.Gauge or MetricType.Info or MetricType.StateSet or MetricType.Summary;
}
