namespace Vernier;

/// <summary>The type of a metric, as defined by Prometheus and OpenMetrics.</summary>
public enum MetricType
{
    /// <summary>A cumulative value that starts at 0 and only increases.</summary>
    Counter,

    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>Observations, counted in buckets with fixed upper bounds, with their sum and count.</summary>
    Histogram,

    /// <summary>Observations with their sum and count, and quantiles over a sliding window.</summary>
    Summary,

    /// <summary>Textual facts that do not change while the process runs; the value is always 1.</summary>
    Info,

    /// <summary>A fixed set of states, each on or off.</summary>
    StateSet,
}
