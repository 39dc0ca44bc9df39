using Vernier.Cells;
using Vernier.Families;

namespace Vernier;

/// <summary>Holds a value that goes up and down, such as a temperature, the length of a queue or the number of open connections.</summary>
/// <remarks>
/// <para>
/// Query a gauge by its value, or with <c>avg_over_time</c> and <c>max_over_time</c>; changes between two scrapes are not visible. Use a
/// <see cref="Counter"/> to count events, because <c>rate</c> needs a value that only increases. If the value exists elsewhere, register a
/// <c>GaugeCallback</c> instead of setting a gauge at intervals. For one of several states, use a <see cref="StateSet"/> instead of numbers with a
/// meaning.
/// </para>
/// <para>The name ends in the unit if there is one: <c>process_resident_memory_bytes</c>. It never ends in <c>_total</c>.</para>
/// <para>
/// Get a gauge from <see cref="MetricRegistryExtensions.Gauge(MetricRegistry, string, string)"/> and its overloads. All members are thread-safe.
/// Recording takes no lock and allocates nothing.
/// </para>
/// <code>
/// var running = registry.Gauge("shop_checkouts_running", "Checkouts in progress.");
/// using (running.TrackInProgress())
///     RunCheckout();
/// </code>
/// </remarks>
public sealed class Gauge : Series
{
    private AtomicDouble _value;

    internal Gauge(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    /// <summary>Gets the current value.</summary>
    public double Value => _value.Value;

    /// <summary>Sets the gauge to a value.</summary>
    /// <param name="value">The value in the metric's unit; NaN and the infinities are allowed.</param>
    public void Set(double value)
    {
        if (IsPlain)
            _value.Set(value);
        else
            ((Gauge)Use())._value.Set(value);
    }

    /// <summary>Adds 1 to the gauge.</summary>
    public void Inc() => Add(1);

    /// <summary>Subtracts 1 from the gauge.</summary>
    public void Dec() => Add(-1);

    /// <summary>Adds an amount to the gauge.</summary>
    /// <param name="amount">The amount in the metric's unit; negative to subtract.</param>
    public void Add(double amount)
    {
        if (IsPlain)
            _value.Add(amount);
        else
            ((Gauge)Use())._value.Add(amount);
    }

    /// <summary>Sets the gauge to the current time of the registry's clock, in seconds since 1970-01-01 UTC.</summary>
    public void SetToCurrentTime() => Set(Family.Settings.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>
    /// Adds 1 to the gauge, and subtracts it when the returned tracker is disposed: <c>using (gauge.TrackInProgress())</c>. It is subtracted from the
    /// series that it was added to, even if that series expires in the meantime and is created again.
    /// </summary>
    /// <returns>The tracker. Dispose it once.</returns>
    public InProgressTracker TrackInProgress() => new(this);

    /// <summary>Adds 1 and returns the series that it was added to, which is another one if this one expired and was created again.</summary>
    internal Gauge Enter()
    {
        var live = IsPlain ? this : (Gauge)Use();
        live._value.Add(1);
        return live;
    }

    /// <summary>Subtracts 1 from this series, never from one that replaced it, and marks the current series as in use.</summary>
    internal void Leave()
    {
        _value.Add(-1);
        if (!IsPlain)
            Use();
    }

    internal override void Collect(ICollectionVisitor visitor) => visitor.Gauge(this, _value.Value);
}
