namespace Vernier;

/// <summary>The options of a registry, which are read when it is created.</summary>
public sealed class MetricRegistryOptions
{
    /// <summary>Gets labels that all series of the registry have, e.g. <c>region</c>. None by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init; } = [];

    /// <summary>
    /// Gets the maximum number of series of a family whose definition has no limit. 10,000 by default; 0 for no limit. Further series are
    /// folded into one whose labels are all <c>_overflow</c>, and counted in <c>vernier_series_overflows_total</c>.
    /// </summary>
    public int MaxSeriesPerFamily { get; init; } = 10_000;

    /// <summary>Gets whether the registry has the families <c>vernier_*</c>, which measure the registry itself. True by default.</summary>
    public bool SelfMetrics { get; init; } = true;

    /// <summary>Gets the clock for timestamps, timers, windows and expiry. The system's clock by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets a handler that is called once when a callback or callback source starts to fail, and once when it works again; usually it writes a log
    /// entry. It is called within a collection, so it should be fast. Exceptions are ignored. None by default.
    /// </summary>
    public Action<CollectorStateChange>? OnCollectorStateChanged { get; init; }
}
