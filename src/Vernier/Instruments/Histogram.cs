using Vernier.Cells;
using Vernier.Families;
using Vernier.Instruments;

namespace Vernier;

/// <summary>
/// Counts observations in buckets and sums them. All members are thread-safe, recording allocates nothing but exemplars, and a scrape always sees a
/// sum that belongs to the counts. Where observations can be negative the sum goes down, too, and is no use for rates; OpenMetrics has neither sum nor
/// count while the sum is negative.
/// </summary>
public sealed class Histogram : Series
{
    /// <summary>As far as a double counts by ones; the counts of a bucket in the cells of a thread are doubles.</summary>
    private const long MaxTimes = 1L << 53;

    /// <summary>Histograms with more buckets are read into an array instead of the stack.</summary>
    private const int MaxOnStack = 128;

    private readonly BucketBounds _bounds;

    // What was observed without cells of the thread's own; the array is its lock too. In the cells of a thread stand the count of each bucket
    // and then the sum.
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

    /// <summary>How many values were observed.</summary>
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

    /// <summary>The sum of all observed values.</summary>
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
        GC.KeepAlive(this); // The slots are this histogram's as long as the histogram can be reached.
    }

    /// <summary>Observes a value and remembers what it belongs to.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="exemplar">
    /// The exemplar; it takes the place of the last one of the value's bucket. Null for that of the current activity when the metric is defined with
    /// <see cref="Vernier.MetricDefinition.Exemplars"/>, otherwise for none.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value, Exemplar? exemplar)
    {
        ThrowIfNaN(value);
        Record(value, 1, exemplar);
    }

    /// <summary>Observes the same value several times.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="times">How often, 0 to 2⁵³.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, or <paramref name="times"/> is out of range.</exception>
    public void Observe(double value, long times)
    {
        ThrowIfNaN(value);
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(times, MaxTimes);
        if (times > 0)
            Record(value, times, null);
    }

    /// <summary>Observes the time until what is returned is disposed: <c>using (histogram.Time())</c>.</summary>
    public DurationTimer Time() => new(this);

    internal override void ChangeMode(SeriesMode set, SeriesMode clear)
    {
        base.ChangeMode(set, clear);
        _cells.Update(IsPlain);
    }

    /// <summary>Shows the histogram; the family has begun a pause.</summary>
    internal override void Collect(ICollectionVisitor visitor)
    {
        var counts = _counts.Length <= MaxOnStack ? stackalloc long[_counts.Length] : new long[_counts.Length];
        var sum = Read(counts);
        visitor.Histogram(this, new HistogramSnapshot(_bounds.Values, counts, sum, Volatile.Read(ref _exemplars)));
    }

    private static void ThrowIfNaN(double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: it is in no bucket, and would make the sum NaN for ever.");
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

    /// <summary>Adds to the thread's own cells; false when they do not reach that far, or a reader wants quiet.</summary>
    private bool TryAddToCells(ThreadCells cells, int slot, double value, long times)
    {
        var values = cells.Values;
        var sum = slot + _counts.Length;
        if ((uint)sum >= (uint)values.Length)
            return false;

        // ReadPause says why these two need no fence between them. Nothing until Busy is 0 again waits, allocates or throws.
        Volatile.Write(ref cells.Busy, 1);
        var quiet = Volatile.Read(ref ReadPause.Readers) != 0;
        if (!quiet)
        {
            values[slot + _bounds.Find(value)] += times;
            values[sum] += value * times;
        }
        Volatile.Write(ref cells.Busy, 0);
        return !quiet;
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
            // A reader has the array without a lock: it sees each exemplar whole, old or new.
            var exemplars = _exemplars ?? new Exemplar?[_counts.Length];
            Volatile.Write(ref exemplars[_bounds.Find(exemplar.Value)], exemplar);
            Volatile.Write(ref _exemplars, exemplars);
        }
    }

    /// <summary>Reads all buckets, and returns the sum that belongs to them. A pause has begun.</summary>
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
