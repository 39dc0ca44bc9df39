using Vernier.Definitions;

namespace Vernier.Catalog;

/// <summary>
/// States a service level objective: which share of events has to be good over a window of time. The toolkit makes of it the recording rules and the
/// multi-window, multi-burn-rate alerts of the Google SRE Workbook (chapter "Alerting on SLOs"), and a row on the system's first dashboard. Immutable.
/// </summary>
/// <param name="Name">A short name in lower case with dashes, different from all others in one Prometheus; it is the label <c>slo</c>.</param>
/// <param name="Target">The share that has to be good, 0.85 or more and below 1: 0.999 allows one bad event in a thousand.</param>
public sealed record SloDefinition(string Name, double Target)
{
    /// <summary>What is promised, as a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Selects the counters of all events: a metric's series, narrowed by matchers where needed, without a rate.</summary>
    public required PromQLExpression Total { get; init; }

    /// <summary>Selects the counters of the good events. Either this or <see cref="Bad"/> is given.</summary>
    public PromQLExpression? Good { get; init; }

    /// <summary>Selects the counters of the bad events. Either this or <see cref="Good"/> is given.</summary>
    public PromQLExpression? Bad { get; init; }

    /// <summary>
    /// The time over which the target holds: 7 to 90 days, 30 by default. The windows of the alerts, which the Workbook gives for 30 days, are
    /// lengthened or shortened in proportion, so that each alert stands for the same share of the budget.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Where the steps to take when the budget burns are written down: a path in the repository or a URL.</summary>
    public required string Runbook { get; init; }

    /// <summary>States that a share of what a histogram observes is not above a bound.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="target">See <see cref="Target"/>.</param>
    /// <param name="histogram">The histogram, of durations for instance.</param>
    /// <param name="threshold">The largest good value, in the histogram's unit: one of its bucket bounds, because nothing is known between them.</param>
    /// <param name="description">See <see cref="Description"/>.</param>
    /// <param name="runbook">See <see cref="Runbook"/>.</param>
    /// <exception cref="MetricDefinitionException">The threshold is no bound of the histogram.</exception>
    public static SloDefinition Latency(string name, double target, HistogramDefinition histogram, double threshold, string description, string runbook)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (!histogram.Buckets.Contains(threshold))
        {
            throw new MetricDefinitionException(
                $"The objective {name} has the threshold {threshold}, which is no bucket bound of {histogram}; its bounds are: {string.Join(", ", histogram.Buckets)}.");
        }
        return new(name, target)
        {
            Description = description,
            Runbook = runbook,
            Good = $"{histogram:bucket}{{le=\"{CanonicalNumber.Format(threshold)}\"}}",
            Total = $"{histogram:count}",
        };
    }
}
