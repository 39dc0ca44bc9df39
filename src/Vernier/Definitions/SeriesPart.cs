namespace Vernier;

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
