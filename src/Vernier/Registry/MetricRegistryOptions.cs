namespace Vernier;

/// <summary>The options of a registry, which are read when it is created.</summary>
public sealed class MetricRegistryOptions
{
    /// <summary>Gets labels that all series of the registry have, e.g. <c>region</c>. None by default.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>
    /// Gets the maximum number of series of a family whose definition has no limit. 10,000 by default; 0 for no limit. Further series are
    /// folded into one whose labels are all <c>_overflow</c>, and counted in <c>vernier_series_overflows_total</c>.
    /// </summary>
    public int MaxSeriesPerFamily { get; init; } = 10_000;

    /// <summary>Gets whether the registry has the families <c>vernier_*</c>, which measure the registry itself. True by default.</summary>
    public bool SelfMetrics { get; init; } = true;

    /// <summary>
    /// Gets the time after which a callback that has not returned counts as failed, up to 1 day; 5 seconds by default. Its metrics are omitted until it
    /// returns; other metrics are still exposed. If several callbacks hang in one scrape, each has a quarter of the time of the one before, and 1/64 of the
    /// timeout at least. It should be at most half the scrape timeout.
    /// </summary>
    public TimeSpan CallbackTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets the clock for timestamps, timers, windows and expiry. The system's clock by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets a handler that is called once when a callback or callback source starts to fail, and once when it works again; usually it writes a log
    /// entry. It is called within a collection, so it should be fast. Exceptions are ignored. None by default.
    /// </summary>
    public Action<CollectorStateChange>? OnCollectorStateChanged { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (MaxSeriesPerFamily < 0)
            throw new ArgumentOutOfRangeException(nameof(MaxSeriesPerFamily), MaxSeriesPerFamily, "The limit must be 0 (no limit) or more.");
        if (CallbackTimeout <= TimeSpan.Zero || CallbackTimeout > TimeSpan.FromDays(1))
            throw new ArgumentOutOfRangeException(nameof(CallbackTimeout), CallbackTimeout, "The timeout must be positive, and at most 1 day.");
        new GaugeDefinition("constant_labels", "Validates the labels, and names them in messages.") { ConstantLabels = ConstantLabels }.Validate();
    }
}
