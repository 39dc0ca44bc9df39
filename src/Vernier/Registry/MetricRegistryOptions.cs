namespace Vernier;

/// <summary>How a registry works. Read once, when the registry is made.</summary>
public sealed class MetricRegistryOptions
{
    /// <summary>Labels that all series of the registry have, e.g. <c>region</c>; none by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init; } = [];

    /// <summary>
    /// How many series a family may have that states no limit of its own, 10,000 by default; 0 for no limit. Further series are folded into one
    /// whose labels are all <c>_overflow</c>, and counted in <c>vernier_series_overflows_total</c>.
    /// </summary>
    public int MaxSeriesPerFamily { get; init; } = 10_000;

    /// <summary>Whether the registry has the families <c>vernier_*</c> that measure itself. True by default.</summary>
    public bool SelfMetrics { get; init; } = true;

    /// <summary>The clock, for creation times, exemplars, timers, windows and expiry. The system's by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Called when a callback or callback source fails that worked before, and when it works again, for a log; within the scrape, so it should be quick, and must not throw.
    /// What it throws is ignored.
    /// </summary>
    public Action<CollectorStateChange>? OnCollectorStateChanged { get; init; }
}
