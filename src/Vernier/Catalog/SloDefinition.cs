using Vernier.Definitions;

namespace Vernier.Catalog;

/// <summary>
/// Defines a service level objective: the share of events that must be good over a time window. The toolkit generates the recording rules and the
/// multi-window, multi-burn-rate alerts of the Google SRE Workbook (chapter "Alerting on SLOs"), and a row on the first dashboard of the system. Immutable.
/// </summary>
/// <param name="Name">A short name in lower case with dashes, unique within a Prometheus server; the value of the label <c>slo</c>.</param>
/// <param name="Target">The share of good events: 0.85 or more, less than 1. 0.999 allows one bad event in a thousand.</param>
public sealed record SloDefinition(string Name, double Target)
{
    /// <summary>Gets the objective as a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the selector of the counters of all events, with matchers if needed, without a rate.</summary>
    public required PromQLExpression Total { get; init; }

    /// <summary>Gets the selector of the counters of good events. Set either this or <see cref="Bad"/>.</summary>
    public PromQLExpression? Good { get; init; }

    /// <summary>Gets the selector of the counters of bad events. Set either this or <see cref="Good"/>.</summary>
    public PromQLExpression? Bad { get; init; }

    /// <summary>
    /// Gets the labels by which the events are counted separately, in addition to the job: each combination of their values has its own error budget and
    /// alerts. All selectors must have them. Empty (the default) for one error budget for each job.
    /// </summary>
    public IReadOnlyList<LabelDefinition> By { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>
    /// Gets the time window of the target: 7 to 90 days, 30 by default. The windows of the alerts, which the Workbook specifies for 30 days, scale with
    /// it, so that each alert represents the same share of the error budget.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Gets the runbook for a burning error budget: a path in the repository or a URL.</summary>
    public required string Runbook { get; init; }

    /// <summary>Defines an objective for the share of observations of a histogram that do not exceed a bound.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="target">See <see cref="Target"/>.</param>
    /// <param name="histogram">The histogram, for example of durations.</param>
    /// <param name="threshold">The largest good value, in the unit of the histogram. It must be a bucket bound.</param>
    /// <param name="description">See <see cref="Description"/>.</param>
    /// <param name="runbook">See <see cref="Runbook"/>.</param>
    /// <exception cref="MetricDefinitionException">The threshold is not a bucket bound of the histogram.</exception>
    public static SloDefinition Latency(string name, double target, HistogramDefinition histogram, double threshold, string description, string runbook)
    {
        ArgumentNullException.ThrowIfNull(histogram);
        if (!histogram.Buckets.Contains(threshold))
        {
            throw new MetricDefinitionException(
                $"Objective {name}: the threshold {threshold} is not a bucket bound of {histogram}; its bounds are {string.Join(", ", histogram.Buckets)}.");
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
