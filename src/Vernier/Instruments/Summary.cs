using Vernier.Cells;
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
    private readonly TimeSpan _maxAge;
    private readonly QuantileSketch _merged = new(); // Used by one collection at a time.
    private RecordingParts<SummaryPart> _parts;

    internal Summary(MetricFamily family, string[] values, double[] quantiles, TimeSpan maxAge)
        : base(family, values)
    {
        _quantiles = quantiles;
        _maxAge = maxAge;
        _parts = new(NewPart());
    }

    /// <summary>Gets the number of values observed since the series was created.</summary>
    public long Count => Read().Count;

    /// <summary>Gets the sum of all values observed since the series was created.</summary>
    public double Sum => Read().Sum;

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
        (var count, var sum) = Read();
        if (values.Length > 0)
        {
            var now = Family.Settings.Clock.Milliseconds;
            _merged.Clear();
            foreach (var part in _parts.All)
                part.AddTo(_merged, now);
            for (var i = 0; i < values.Length; i++)
                values[i] = _merged.Quantile(_quantiles[i]);
        }
        visitor.Summary(this, new SummarySnapshot(_quantiles, values, sum, count));
    }

    private SummaryPart NewPart() => new(_maxAge, Family.Settings.Clock.Milliseconds);

    private void Add(double value)
    {
        var now = Family.Settings.Clock.Milliseconds;
        var wait = default(SpinWait);
        while (true)
        {
            var parts = _parts.All;
            var first = RecordingParts<SummaryPart>.FirstOf(parts);
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[(first + i) & (parts.Length - 1)].TryAdd(value, now))
                    return;
            }
            if (_parts.IsFull)
                wait.SpinOnce();
            else
                _parts.Add(NewPart);
        }
    }

    private (long Count, double Sum) Read()
    {
        var sum = default(ExactSum);
        long count = 0;
        foreach (var part in _parts.All)
        {
            (var added, var value) = part.Read();
            count += added;
            sum.Add(value);
        }
        return (count, sum.Value);
    }
}
