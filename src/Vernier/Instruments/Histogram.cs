using Vernier.Cells;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>Counts observations, such as durations and sizes, in buckets, and sums them. Prometheus computes quantiles from the buckets.</summary>
/// <remarks>
/// <para>
/// A histogram is the usual choice for distributions: its buckets can be aggregated over instances and labels, and <c>histogram_quantile</c> computes
/// any quantile over any period. The quantile is interpolated within a bucket, so choose bounds near the values that matter, such as the target of an
/// objective. Each bucket is one series; multiply it with the label values before adding bounds. Use a <see cref="Summary"/> if you need an accurate
/// quantile of a single instance and do not aggregate it. If only the count matters, use a <see cref="Counter"/>.
/// </para>
/// <para>The name ends in the unit, and values are in base units: <c>http_request_duration_seconds</c>, <c>upload_size_bytes</c>.</para>
/// <para>
/// Get a histogram from <see cref="MetricRegistryExtensions.Histogram(MetricRegistry, string, string, IReadOnlyList{double})"/> and its overloads. All
/// members are thread-safe. Recording allocates only for exemplars, and a scrape always sees a sum that matches the counts. If observations can be
/// negative, the sum can decrease, so do not use <c>rate</c> on it; OpenMetrics omits sum and count while the sum is negative.
/// </para>
/// <code>
/// var size = registry.Histogram("shop_basket_items", "Items per basket.", buckets: [1, 2, 5, 10, 20]);
/// size.Observe(3);
/// </code>
/// </remarks>
public sealed class Histogram : Series
{
    /// <summary>The largest integer up to which a double counts by ones; the bucket counts in the cells of a thread are doubles.</summary>
    private const long MaxTimes = 1L << 53;

    /// <summary>Histograms with more buckets are read into an array instead of the stack.</summary>
    private const int MaxOnStack = 128;

    private readonly BucketBounds _bounds;

    // Observations recorded outside of cells; the array is also their lock. The cells of a thread contain the count of each bucket, then the sum.
    private readonly long[] _counts;
    private SeriesCells _cells = new();
    private double _sum;
    private Exemplar?[]? _exemplars;

    internal Histogram(MetricFamily family, string[] values, BucketBounds bounds)
        : base(family, values)
    {
        _bounds = bounds;
        _counts = new long[bounds.Count + 1];
    }

    /// <summary>Gets the number of observed values.</summary>
    public long Count
    {
        get
        {
            var counts = new long[_counts.Length];
            using (ReadPause.Begin())
                Read(counts);
            return counts.Sum();
        }
    }

    /// <summary>Gets the sum of all observed values.</summary>
    public double Sum
    {
        get
        {
            using (ReadPause.Begin())
                return Read(new long[_counts.Length]);
        }
    }

    /// <summary>Observes a value.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value)
    {
        ThrowIfNaN(value);
        if (ThreadCells.Current is not { } cells || !TryAddToCells(cells, _cells.FastSlot, value, 1))
            Record(value, 1, null);
        GC.KeepAlive(this); // The slots belong to this histogram while the histogram is reachable.
    }

    /// <summary>Observes a value with an exemplar.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="exemplar">
    /// The exemplar, which replaces the previous one of the value's bucket. If null, the current activity supplies one if the metric is defined with
    /// <see cref="Vernier.MetricDefinition.Exemplars"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value, Exemplar? exemplar)
    {
        ThrowIfNaN(value);
        Record(value, 1, exemplar);
    }

    /// <summary>Observes the same value several times.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="times">The number of observations, 0 to 2⁵³.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, or <paramref name="times"/> is out of range.</exception>
    public void Observe(double value, long times)
    {
        ThrowIfNaN(value);
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MaxTimes);
        if (times > 0)
            Record(value, times, null);
    }

    /// <summary>
    /// Starts a timer that observes the elapsed time when it is disposed: <c>using (histogram.Time())</c>. The time is in the metric's unit, seconds by
    /// default.
    /// </summary>
    /// <returns>The timer. Dispose it once.</returns>
    public DurationTimer Time() => new(this);

    internal override void ChangeMode(SeriesMode set, SeriesMode clear)
    {
        base.ChangeMode(set, clear);
        _cells.Update(IsPlain);
    }

    /// <summary>Passes the histogram to the visitor. The family has started a read pause.</summary>
    internal override void Collect(ICollectionVisitor visitor)
    {
        var counts = _counts.Length <= MaxOnStack ? stackalloc long[_counts.Length] : new long[_counts.Length];
        var sum = Read(counts);
        visitor.Histogram(this, new HistogramSnapshot(_bounds.Values, counts, sum, Volatile.Read(ref _exemplars)));
    }

    private static void ThrowIfNaN(double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: no bucket contains it, and the sum would stay NaN.");
    }

    private void Record(double value, long times, Exemplar? given)
    {
        var live = (Histogram)Use();
        if (live._cells.GetOrLease(live, _counts.Length + 1, out var slot) is not { } cells || !live.TryAddToCells(cells, slot, value, times))
            live.AddToShared(value, times);
        if (ExemplarOf(value, given) is { } exemplar)
            live.Keep(exemplar);
        GC.KeepAlive(live);
    }

    /// <summary>Adds to the cells of the current thread. Returns false if they are too short, or during a read pause.</summary>
    private bool TryAddToCells(ThreadCells cells, int slot, double value, long times)
    {
        var values = cells.Values;
        var sum = slot + _counts.Length;
        if ((uint)sum >= (uint)values.Length)
            return false;

        // ReadPause explains why these two need no fence between them. Until Busy is 0 again, nothing waits, allocates or throws.
        Volatile.Write(ref cells.Busy, 1);
        var paused = Volatile.Read(ref ReadPause.Readers) != 0;
        if (!paused)
        {
            values[slot + _bounds.Find(value)] += times;
            values[sum] += value * times;
        }
        Volatile.Write(ref cells.Busy, 0);
        return !paused;
    }

    private void AddToShared(double value, long times)
    {
        lock (_counts)
        {
            _counts[_bounds.Find(value)] += times;
            _sum += value * times;
        }
    }

    private void Keep(Exemplar exemplar)
    {
        lock (_counts)
        {
            // Readers take no lock: they see each exemplar complete, old or new.
            var exemplars = _exemplars ?? new Exemplar?[_counts.Length];
            Volatile.Write(ref exemplars[_bounds.Find(exemplar.Value)], exemplar);
            Volatile.Write(ref _exemplars, exemplars);
        }
    }

    /// <summary>Reads all buckets and returns the matching sum. A read pause has started.</summary>
    private double Read(Span<long> counts)
    {
        double sum;
        lock (_counts)
        {
            _counts.CopyTo(counts);
            sum = _sum;
        }
        for (var i = 0; i < counts.Length; i++)
            counts[i] += (long)_cells.Sum(i);
        sum += _cells.Sum(counts.Length);
        GC.KeepAlive(this);
        return sum;
    }
}
