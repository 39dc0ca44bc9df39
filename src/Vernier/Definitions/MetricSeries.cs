using System.Diagnostics.CodeAnalysis;

namespace Vernier;

/// <summary>
/// One of the series names that a metric exposes. The Prometheus text format 0.0.4 and OpenMetrics 1.0.0 use the same names; they differ in the name in
/// the metadata lines (<see cref="FamilyName"/>). Use it to translate between metrics and the names that queries read. Immutable and thread-safe.
/// </summary>
public sealed record MetricSeries
{
    /// <summary>The suffix of counters.</summary>
    public const string TotalSuffix = "_total";

    /// <summary>The suffix of info metrics.</summary>
    public const string InfoSuffix = "_info";

    /// <summary>The suffix of a histogram's buckets.</summary>
    public const string BucketSuffix = "_bucket";

    /// <summary>The suffix of the sum of a histogram or summary.</summary>
    public const string SumSuffix = "_sum";

    /// <summary>The suffix of the number of observations of a histogram or summary.</summary>
    public const string CountSuffix = "_count";

    /// <summary>The suffix of start times.</summary>
    public const string CreatedSuffix = "_created";

    /// <summary>The label with the inclusive upper bound of a bucket.</summary>
    public const string BucketLabel = "le";

    /// <summary>The label with the quantile of a summary.</summary>
    public const string QuantileLabel = "quantile";

    private MetricSeries(string name, SeriesPart part, string? extraLabel = null)
    {
        Name = name;
        Part = part;
        ExtraLabel = extraLabel;
    }

    /// <summary>Gets the name as it is exposed and queried.</summary>
    public string Name { get; }

    /// <summary>Gets the part of the metric that the series exposes.</summary>
    public SeriesPart Part { get; }

    /// <summary>
    /// Gets the label that the series has in addition to the metric's labels: <c>le</c> for buckets, <c>quantile</c> for the quantiles of a summary, the
    /// metric's name for the states of a state set; null for all others.
    /// </summary>
    public string? ExtraLabel { get; }

    /// <summary>Returns all series of a metric, the value first.</summary>
    /// <param name="definition">The metric.</param>
    /// <returns>The series. A histogram has no <see cref="SeriesPart.Value"/>, and neither has a summary without quantiles.</returns>
    public static IReadOnlyList<MetricSeries> Of(MetricDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var series = Of(definition.Name, definition.Type);
        return definition is SummaryDefinition { Quantiles.Count: 0 } ? [.. series.Where(s => s.Part is not SeriesPart.Value)] : series;
    }

    /// <summary>Returns all series that a metric of a type exposes, the value first. Prefer the overload with a definition, which knows the quantiles.</summary>
    /// <param name="name">The metric's name, including <c>_total</c> or <c>_info</c>.</param>
    /// <param name="type">The metric's type.</param>
    /// <returns>The series. A histogram has no <see cref="SeriesPart.Value"/>.</returns>
    public static IReadOnlyList<MetricSeries> Of(string name, MetricType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        var created = new MetricSeries(FamilyName(name, type) + CreatedSuffix, SeriesPart.Created);
        var sum = new MetricSeries(name + SumSuffix, SeriesPart.Sum);
        var count = new MetricSeries(name + CountSuffix, SeriesPart.Count);
        return type switch
        {
            // OpenMetrics has no counters without the suffix, and so no start times of such counters.
            MetricType.Counter when !HasSuffix(name, TotalSuffix) => [new(name, SeriesPart.Value)],
            MetricType.Counter => [new(name, SeriesPart.Value), created],
            MetricType.Histogram => [new(name + BucketSuffix, SeriesPart.Bucket, BucketLabel), sum, count, created],
            MetricType.Summary => [new(name, SeriesPart.Value, QuantileLabel), sum, count, created],
            MetricType.StateSet => [new(name, SeriesPart.Value, name)],
            _ => [new(name, SeriesPart.Value)],
        };
    }

    /// <summary>Returns the series that exposes a part of a metric.</summary>
    /// <param name="definition">The metric.</param>
    /// <param name="part">The part.</param>
    /// <returns>The series, or null if the metric's type has no such part.</returns>
    public static MetricSeries? Find(MetricDefinition definition, SeriesPart part) => Of(definition).FirstOrDefault(series => series.Part == part);

    /// <summary>Returns the metric that exposes a series, and which part of the metric the series is.</summary>
    /// <param name="definitions">The metrics to search.</param>
    /// <param name="seriesName">The name as it is exposed and queried.</param>
    /// <param name="definition">The metric; null if none exposes a series of this name.</param>
    /// <param name="series">The series; null if no metric exposes it.</param>
    /// <returns>True if one of the metrics exposes a series of this name.</returns>
    public static bool TryFind(
        IEnumerable<MetricDefinition> definitions,
        string seriesName,
        [NotNullWhen(true)] out MetricDefinition? definition,
        [NotNullWhen(true)] out MetricSeries? series)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        foreach (var candidate in definitions)
        {
            series = Of(candidate).FirstOrDefault(s => s.Name == seriesName);
            if (series is not null)
            {
                definition = candidate;
                return true;
            }
        }
        definition = null;
        series = null;
        return false;
    }

    /// <summary>
    /// Splits a series name at the suffix of a part. Use it for names whose metric is unknown: a counter or gauge may end in such a suffix too.
    /// </summary>
    /// <param name="seriesName">The name as it is exposed and queried.</param>
    /// <param name="familyName">The name without the suffix; null if the name has no such suffix.</param>
    /// <param name="part">The part that has the suffix; <see cref="SeriesPart.Value"/> if the name has no such suffix.</param>
    /// <returns>True if the name ends in <c>_bucket</c>, <c>_sum</c>, <c>_count</c>, or <c>_created</c>.</returns>
    public static bool TrySplit(string seriesName, [NotNullWhen(true)] out string? familyName, out SeriesPart part)
    {
        ArgumentNullException.ThrowIfNull(seriesName);
        foreach (var candidate in (ReadOnlySpan<SeriesPart>)[SeriesPart.Bucket, SeriesPart.Sum, SeriesPart.Count, SeriesPart.Created])
        {
            var suffix = Suffix(candidate);
            if (HasSuffix(seriesName, suffix))
            {
                familyName = seriesName[..^suffix.Length];
                part = candidate;
                return true;
            }
        }
        familyName = null;
        part = SeriesPart.Value;
        return false;
    }

    /// <summary>Returns what a part adds to the metric's name.</summary>
    /// <param name="part">The part.</param>
    /// <returns>The suffix with its underscore; empty for <see cref="SeriesPart.Value"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="part"/> is not a defined value.</exception>
    public static string Suffix(SeriesPart part) => part switch
    {
        SeriesPart.Value => "",
        SeriesPart.Bucket => BucketSuffix,
        SeriesPart.Sum => SumSuffix,
        SeriesPart.Count => CountSuffix,
        SeriesPart.Created => CreatedSuffix,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, null),
    };

    /// <summary>
    /// Returns the name in the metadata lines of OpenMetrics, which omits <c>_total</c> from counters and <c>_info</c> from info metrics. The text format
    /// 0.0.4 has the metric's own name there.
    /// </summary>
    /// <param name="name">The metric's name.</param>
    /// <param name="type">The metric's type.</param>
    /// <returns>The name without the suffix of its type; <paramref name="name"/> if it does not end in that suffix.</returns>
    public static string FamilyName(string name, MetricType type)
    {
        ArgumentNullException.ThrowIfNull(name);
        return type switch
        {
            MetricType.Counter when HasSuffix(name, TotalSuffix) => name[..^TotalSuffix.Length],
            MetricType.Info when HasSuffix(name, InfoSuffix) => name[..^InfoSuffix.Length],
            _ => name,
        };
    }

    private static bool HasSuffix(string name, string suffix) => name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal);
}

/// <summary>Identifies which part of a metric a series exposes.</summary>
public enum SeriesPart
{
    /// <summary>The value of a counter, gauge, or info metric, the quantiles of a summary, or the states of a state set.</summary>
    Value,

    /// <summary>The cumulative bucket counts of a histogram.</summary>
    Bucket,

    /// <summary>The sum of all observations of a histogram or summary.</summary>
    Sum,

    /// <summary>The number of observations of a histogram or summary.</summary>
    Count,

    /// <summary>
    /// The time at which a counter, histogram, or summary was 0, in seconds since the Unix epoch. Exposed only when created series are enabled
    /// for the exposition, and only for series whose start time is known.
    /// </summary>
    Created,
}
