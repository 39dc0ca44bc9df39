using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>
/// Sums and counts observations, and knows their quantiles over a sliding window of time. All members are thread-safe, and recording allocates
/// nothing once values of the same size, from a power of two to the next, have been seen in each fifth of the window. OpenMetrics has no sum while that
/// is negative, and no quantile whose value is.
/// </summary>
public sealed class Summary : Series
{
    private readonly double[] _quantiles;
    private readonly SlidingWindow _window;
    private SpinGate _gate;
    private double _sum;
    private long _count;

    internal Summary(MetricFamily family, string[] values, double[] quantiles, TimeSpan maxAge)
        : base(family, values)
    {
        _quantiles = quantiles;
        _window = new SlidingWindow(maxAge, family.Settings.Clock.Milliseconds);
    }

    /// <summary>How many values were observed since the series was created.</summary>
    public long Count
    {
        get
        {
            Read([], out _, out var count);
            return count;
        }
    }

    /// <summary>The sum of all values observed since the series was created.</summary>
    public double Sum
    {
        get
        {
            Read([], out var sum, out _);
            return sum;
        }
    }

    /// <summary>Observes a value.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: it has no rank, and would make the sum NaN for ever.");
        if (IsPlain)
            Add(value);
        else
            ((Summary)Use()).Add(value);
    }

    /// <summary>Observes the time until what is returned is disposed: <c>using (summary.Time())</c>.</summary>
    public DurationTimer Time() => new(this);

    internal override void Collect(ICollectionVisitor visitor)
    {
        Span<double> values = stackalloc double[_quantiles.Length];
        Read(values, out var sum, out var count);
        visitor.Summary(this, new SummarySnapshot(_quantiles, values, sum, count));
    }

    private void Add(double value)
    {
        var now = Family.Settings.Clock.Milliseconds;
        _gate.Enter();
        try
        {
            _window.Add(value, now);
            _sum += value;
            _count++;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Read(Span<double> values, out double sum, out long count)
    {
        var now = Family.Settings.Clock.Milliseconds;
        _gate.Enter();
        try
        {
            if (values.Length > 0)
                _window.Quantiles(_quantiles, values, now);
            sum = _sum;
            count = _count;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
