using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>What the linter knows of a metric, from a catalog or from what an endpoint exposes.</summary>
/// <param name="Name">The family's name.</param>
/// <param name="Type">Its type; null when nobody said.</param>
/// <param name="Place">Where it is defined or exposed.</param>
internal sealed record KnownMetric(string Name, MetricType? Type, LintPlace Place)
{
    public string Help { get; init; } = "";

    /// <summary>The unit as it was declared; null when it was not.</summary>
    public string? Unit { get; init; }

    /// <summary>Its labels without those of buckets and quantiles; null when no series shows them.</summary>
    public IReadOnlyList<KnownLabel>? Labels { get; init; }

    /// <summary>Whether a rule records it: then its labels are all that it has, and none come from a target.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>The finite bounds of a histogram; null when they are not known.</summary>
    public IReadOnlyList<double>? Buckets { get; init; }

    /// <summary>The quantiles of a summary; null when they are not known.</summary>
    public IReadOnlyList<double>? Quantiles { get; init; }

    /// <summary>Which outcomes a counter counts; null when that is not known or no question.</summary>
    public CountedOutcomes? Counts { get; init; }

    /// <summary>Whether its series exist before anything happened; null when that is not known.</summary>
    public bool? FromStart { get; init; }

    /// <summary>How many series there may be; 0 when nobody said.</summary>
    public int MaxSeries { get; init; }

    /// <summary>How many series an endpoint exposes; 0 when it was not read from one.</summary>
    public int ExposedSeries { get; init; }

    /// <summary>How often Prometheus reads it; null when nobody said.</summary>
    public TimeSpan? ScrapeInterval { get; init; }
}
