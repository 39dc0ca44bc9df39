using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>A metric that queries can read, from a catalog, an exposition or a recording rule.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Type">The type; null if unknown.</param>
/// <param name="Location">The location of the definition or of the exposition.</param>
internal sealed record KnownMetric(string Name, MetricType? Type, LintLocation Location)
{
    public string Help { get; init; } = "";

    /// <summary>The declared unit; null if none is declared.</summary>
    public string? Unit { get; init; }

    /// <summary>The labels without <c>le</c> and <c>quantile</c>; null if unknown.</summary>
    public IReadOnlyList<KnownLabel>? Labels { get; init; }

    /// <summary>Whether a recording rule produces the metric. Such series have no target labels beyond <see cref="Labels"/>.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>The finite upper bounds of a histogram; null if unknown.</summary>
    public IReadOnlyList<double>? Buckets { get; init; }

    /// <summary>The quantiles of a summary; null if unknown.</summary>
    public IReadOnlyList<double>? Quantiles { get; init; }

    /// <summary>Which outcomes a counter counts; null if unknown or not applicable.</summary>
    public CountedOutcomes? Counts { get; init; }

    /// <summary>Whether the known series are initialized to 0 at startup; null if unknown.</summary>
    public bool? FromStart { get; init; }

    /// <summary>The declared maximum number of series; 0 if none is declared.</summary>
    public int MaxSeries { get; init; }

    /// <summary>The number of series in an exposition; 0 if the metric was not read from one.</summary>
    public int ExposedSeries { get; init; }

    /// <summary>The scrape interval; null if unknown.</summary>
    public TimeSpan? ScrapeInterval { get; init; }
}

/// <summary>A label of a metric.</summary>
/// <param name="Name">The name of the label.</param>
/// <param name="Values">All values of the label; null if the set is open.</param>
/// <param name="MaxValues">The maximum number of values; 0 if none is declared.</param>
internal sealed record KnownLabel(string Name, IReadOnlyList<string>? Values = null, int MaxValues = 0);
