using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>
/// Counts observations in buckets and sums them. All members are thread-safe, recording allocates nothing, and a scrape always sees a sum that
/// belongs to the counts.
/// </summary>
public sealed class Histogram : Series
{
    private readonly double[] _bounds;
    private readonly long[] _counts;
    private readonly Lock _gate = new();
    private double _sum;
    private Exemplar?[]? _exemplars;

    internal Histogram(MetricFamily family, string[] values, int hash, double[] bounds)
        : base(family, values)
    {
        Hash = hash;
        _bounds = bounds;
        _counts = new long[bounds.Length + 1];
    }

    /// <summary>How many values were observed.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _counts.Sum();
        }
    }

    /// <summary>The sum of all observed values.</summary>
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
        ThrowIfNaN(value);
        if (IsPlain)
            Add(value, 1, null);
        else
            Record(value, 1, null);
    }

    /// <summary>Observes a value and remembers what it belongs to.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="exemplar">The exemplar; it takes the place of the last one of the value's bucket. Null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN.</exception>
    public void Observe(double value, Exemplar? exemplar)
    {
        ThrowIfNaN(value);
        Record(value, 1, exemplar);
    }

    /// <summary>Observes the same value several times.</summary>
    /// <param name="value">The value in the metric's unit; infinities are allowed.</param>
    /// <param name="times">How often, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, or <paramref name="times"/> is negative.</exception>
    public void Observe(double value, long times)
    {
        ThrowIfNaN(value);
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (times > 0)
            Record(value, times, null);
    }

    /// <summary>Observes the time until what is returned is disposed: <c>using (histogram.Time())</c>.</summary>
    public DurationTimer Time() => new(this);

    internal static void ThrowIfNaN(double value)
    {
        if (double.IsNaN(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "NaN cannot be observed: it is in no bucket, and would make the sum NaN for ever.");
    }

    internal override void Visit(IFamilyVisitor visitor)
    {
        Span<long> counts = _counts.Length <= 64 ? stackalloc long[_counts.Length] : new long[_counts.Length];
        double sum;
        Exemplar?[]? exemplars;
        lock (_gate)
        {
            _counts.CopyTo(counts);
            sum = _sum;
            exemplars = _exemplars is null ? null : [.. _exemplars];
        }
        visitor.Histogram(this, new HistogramSnapshot(_bounds, counts, sum, exemplars));
    }

    private void Record(double value, long times, Exemplar? given) => ((Histogram)Live).Add(value, times, ExemplarOf(value, given));

    private void Add(double value, long times, Exemplar? exemplar)
    {
        int bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket] += times;
            _sum += value * times;
            if (exemplar is not null)
                (_exemplars ??= new Exemplar?[_counts.Length])[bucket] = exemplar;
        }
    }
}
