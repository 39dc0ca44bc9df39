using System.Diagnostics;
using System.Runtime.CompilerServices;
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
/// members are thread-safe. Recording allocates nothing, except for exemplars that the caller creates, and a scrape always sees a sum that matches the
/// counts.
/// </para>
/// <para>
/// If observations can be negative, the sum can decrease, so do not use <c>rate</c> on it. After +Inf and -Inf were observed, the sum is NaN. OpenMetrics
/// omits sum and count while the sum is negative or NaN. The buckets are right in any case.
/// </para>
/// <code>
/// var size = registry.Histogram("shop_basket_items", "Items per basket.", buckets: [1, 2, 5, 10, 20]);
/// size.Observe(3);
/// </code>
/// </remarks>
public sealed class Histogram : Series
{
    /// <summary>The largest integer up to which a double counts by ones; samples are doubles.</summary>
    private const long MaxTimes = 1L << 53;

    /// <summary>Histograms with more buckets are read into an array instead of the stack.</summary>
    private const int MaxOnStack = 128;

    private readonly BucketBounds _bounds;

    private RecordingParts<HistogramPart> _shared; // Observations recorded outside of cells.
    private SeriesCells _cells = new();
    private HistogramExemplars? _exemplars;

    internal Histogram(MetricFamily family, string[] values, BucketBounds bounds)
        : base(family, values)
    {
        _bounds = bounds;
        _shared = new(NewPart());
    }

    /// <summary>Gets the number of observed values; <see cref="long.MaxValue"/> if it is larger.</summary>
    public long Count
    {
        get
        {
            var counts = new long[BucketCount];
            Read(counts);
            long count = 0;
            foreach (var of in counts)
                count = Saturated.Add(count, of);
            return count;
        }
    }

    /// <summary>Gets the sum of all observed values.</summary>
    public double Sum => Read(new long[BucketCount]);

    private int BucketCount => _bounds.Count + 1;

    private HistogramExemplars LatestExemplars => Volatile.Read(ref _exemplars) ?? CreateExemplars();

    /// <summary>Observes a value.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value)
    {
        ThrowIfNaN(value);
        var bucket = _bounds.Find(value);
        if (ThreadCells.Current is not { } cells || !HistogramCells.TryAdd(cells, _cells.FastSlot, bucket, value))
            RecordWithExemplar(bucket, value);
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
        Record(_bounds.Find(value), value, 1, exemplar, Activity.Current);
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
            Record(_bounds.Find(value), value, times, null, Activity.Current);
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
        _cells.Update(this);
    }

    internal override void Collect(ICollectionVisitor visitor)
    {
        var counts = BucketCount <= MaxOnStack ? stackalloc long[BucketCount] : new long[BucketCount];
        var sum = Read(counts);
        visitor.Histogram(this, new HistogramSnapshot(_bounds.Values, counts, sum, Volatile.Read(ref _exemplars) is { } exemplars ? exemplars.Read(Family.Settings) : []));
    }

    private static void ThrowIfNaN(double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: no bucket contains it, and the sum would stay NaN.");
    }

    /// <summary>Records what the fast path cannot. Most metrics that capture exemplars record without a sampled activity.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RecordWithExemplar(int bucket, double value)
    {
        var activity = Activity.Current;
        if (!ExemplarSlot.IsSampled(activity) && ThreadCells.Current is { } cells && HistogramCells.TryAdd(cells, _cells.FastSlotWithExemplars, bucket, value))
            return;
        Record(bucket, value, 1, null, activity);
    }

    // The cells count single observations: a double would not count large numbers exactly.
    private void Record(int bucket, double value, long times, Exemplar? given, Activity? activity)
    {
        var live = (Histogram)Use();
        if (times > 1 || !live.TryAddToCells(bucket, value))
            live.AddToShared(bucket, value, times);
        if (given is not null)
            live.LatestExemplars[bucket].Set(given.At(value, Family.Settings.Time.GetUtcNow()));
        else if (CapturesExemplars && ExemplarSlot.IsSampled(activity))
            live.LatestExemplars[bucket].Set(activity, value, Family.Settings.Clock.Milliseconds);
        GC.KeepAlive(live);
    }

    private HistogramExemplars CreateExemplars()
    {
        var created = new HistogramExemplars(BucketCount);
        return Interlocked.CompareExchange(ref _exemplars, created, null) ?? created;
    }

    private bool TryAddToCells(int bucket, double value) =>
        _cells.GetOrLease(this, HistogramCells.BeforeBuckets + BucketCount, out var slot) is { } cells && HistogramCells.TryAdd(cells, slot, bucket, value);

    private HistogramPart NewPart() => new(BucketCount);

    private void AddToShared(int bucket, double value, long times)
    {
        var wait = default(SpinWait);
        while (true)
        {
            var parts = _shared.All;
            var first = RecordingParts<HistogramPart>.FirstOf(parts);
            for (var i = 0; i < parts.Length; i++)
            {
                if (parts[(first + i) & (parts.Length - 1)].TryAdd(bucket, value, times))
                    return;
            }
            _cells.MakeBusy();
            if (_shared.IsFull)
                wait.SpinOnce();
            else
                _shared.Add(NewPart);
        }
    }

    /// <summary>
    /// Reads all buckets and returns the sum. Each observation is in one part or in the cells of one thread. Each of these is read consistently, so
    /// the sum is that of the observations in the buckets.
    /// </summary>
    private double Read(Span<long> counts)
    {
        var sum = default(ExactSum);
        foreach (var part in _shared.All)
            part.AddTo(counts, ref sum);
        if (_cells.TryGetSlot(out var slot))
            CellStore.AddHistogram(slot, counts, ref sum);
        GC.KeepAlive(this);
        return sum.Value;
    }
}
