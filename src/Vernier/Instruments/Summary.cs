using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>
/// Sums and counts observations, and knows their quantiles over a sliding window of time. All members are thread-safe, and recording allocates
/// nothing once values of the same size, from a power of two to the next, have been seen in each fifth of the window.
/// </summary>
public sealed class Summary : Series
{
    private readonly double[] _quantiles;
    private readonly SlidingWindow _window;
    private readonly Lock _gate = new();
    private double _sum;
    private long _count;

    internal Summary(MetricFamily family, string[] values, int hash, double[] quantiles, TimeSpan maxAge)
        : base(family, values)
    {
        Hash = hash;
        _quantiles = quantiles;
        TimeProvider time = family.Settings.Time;
        _window = new SlidingWindow((long)(maxAge.TotalSeconds * time.TimestampFrequency), time.GetTimestamp());
    }

    /// <summary>How many values were observed since the series was created.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>The sum of all values observed since the series was created.</summary>
    public double Sum
    {
        get
        {
            lock (_gate)
                return _sum;
        }
    }

    /// <summary>Observes a value.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value)
    {
        Histogram.ThrowIfNaN(value);
        if (IsPlain)
            Add(value);
        else
            ((Summary)Live).Add(value);
    }

    /// <summary>Observes the time until what is returned is disposed: <c>using (summary.Time())</c>.</summary>
    public DurationTimer Time() => new(this);

    internal override void Visit(IFamilyVisitor visitor)
    {
        Span<double> values = stackalloc double[_quantiles.Length];
        double sum;
        long count;
        lock (_gate)
        {
            _window.Quantiles(_quantiles, values, Family.Settings.Time.GetTimestamp());
            sum = _sum;
            count = _count;
        }
        visitor.Summary(this, new SummarySnapshot(_quantiles, values, sum, count));
    }

    private void Add(double value)
    {
        long now = Family.Settings.Time.GetTimestamp();
        lock (_gate)
        {
            _window.Add(value, now);
            _sum += value;
            _count++;
        }
    }
}
