using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>Sums and counts observations, and computes quantiles of a sliding time window in the process.</summary>
/// <remarks>
/// <para>
/// Prefer a <see cref="Histogram"/> unless you know that you need a summary: quantiles of several instances cannot be aggregated, not even averaged, and
/// neither the quantiles nor the window can be changed in a query. A summary is useful for an accurate quantile (0.4 % of the value, and never outside
/// the range of the observed values) of one process, or if the range of values is unknown. Without quantiles it is a cheap pair of sum and count.
/// </para>
/// <para>The name ends in the unit, and values are in base units: <c>job_duration_seconds</c>.</para>
/// <para>
/// Get a summary from <see cref="MetricRegistryExtensions.Summary(MetricRegistry, string, string, IReadOnlyList{double})"/> and its overloads. All
/// members are thread-safe. Recording allocates only for the first value between two powers of two in each fifth of the window. After +Inf and
/// -Inf were observed, the sum is NaN; quantiles and count are right in any case. OpenMetrics omits a sum that is negative or NaN, and negative quantiles.
/// </para>
/// <code>
/// var duration = registry.Summary("job_duration_seconds", "Duration of a job.", quantiles: [0.5, 0.99]);
/// duration.Observe(0.25);
/// </code>
/// </remarks>
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

    /// <summary>Gets the number of values observed since the series was created.</summary>
    public long Count
    {
        get
        {
            Read([], out _, out var count);
            return count;
        }
    }

    /// <summary>Gets the sum of all values observed since the series was created.</summary>
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
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: it has no rank, and the sum would stay NaN.");
        if (IsPlain)
            Add(value);
        else
            ((Summary)Use()).Add(value);
    }

    /// <summary>
    /// Starts a timer that observes the elapsed time when it is disposed: <c>using (summary.Time())</c>. The time is in the metric's unit, seconds by
    /// default.
    /// </summary>
    /// <returns>The timer. Dispose it once.</returns>
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
