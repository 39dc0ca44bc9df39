using Vernier.Cells;
using Vernier.Families;

namespace Vernier;

/// <summary>A value that goes up and down. All members are thread-safe, and recording allocates nothing.</summary>
public sealed class Gauge : Series
{
    private AtomicDouble _value;

    internal Gauge(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    /// <summary>The current value.</summary>
    public double Value => _value.Value;

    /// <summary>Sets the value.</summary>
    /// <param name="value">The value in the metric's unit; NaN and infinities are allowed and exposed as such.</param>
    public void Set(double value)
    {
        if (IsPlain)
            _value.Set(value);
        else
            ((Gauge)Use())._value.Set(value);
    }

    /// <summary>Adds 1.</summary>
    public void Inc() => Add(1);

    /// <summary>Subtracts 1.</summary>
    public void Dec() => Add(-1);

    /// <summary>Adds an amount.</summary>
    /// <param name="amount">How much, in the metric's unit; negative to subtract.</param>
    public void Add(double amount)
    {
        if (IsPlain)
            _value.Add(amount);
        else
            ((Gauge)Use())._value.Add(amount);
    }

    /// <summary>Sets the value to the current time, in seconds since 1970-01-01 UTC, by the registry's clock.</summary>
    public void SetToCurrentTime() => Set(Family.Settings.Time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>
    /// Adds 1, and subtracts it when what is returned is disposed: <c>using (gauge.TrackInProgress())</c>. It is subtracted from the series that it was
    /// added to, also when that expires meanwhile and another one is created in its place.
    /// </summary>
    public InProgressTracker TrackInProgress() => new(this);

    /// <summary>Adds 1, and returns the series that it was added to: another one when this expired and has been created anew since.</summary>
    internal Gauge Enter()
    {
        var live = IsPlain ? this : (Gauge)Use();
        live._value.Add(1);
        return live;
    }

    /// <summary>Subtracts 1 from this series, never from another that may have its place now, and marks that place as in use.</summary>
    internal void Leave()
    {
        _value.Add(-1);
        if (!IsPlain)
            Use();
    }

    internal override void Collect(ICollectionVisitor visitor) => visitor.Gauge(this, _value.Value);
}
