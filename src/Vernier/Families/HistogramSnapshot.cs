namespace Vernier.Families;

/// <summary>A histogram series at one moment: the sum belongs to exactly the observations that the buckets count.</summary>
public readonly ref struct HistogramSnapshot
{
    internal HistogramSnapshot(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum, ReadOnlySpan<Exemplar?> exemplars)
    {
        Bounds = bounds;
        Counts = counts;
        Sum = sum;
        Exemplars = exemplars;
        foreach (var count in counts)
            Count += count;
    }

    /// <summary>The inclusive upper bounds, ascending, without +Inf.</summary>
    public ReadOnlySpan<double> Bounds { get; }

    /// <summary>How many observations lie in each bucket alone (not cumulative); one entry more than <see cref="Bounds"/>, the last for +Inf.</summary>
    public ReadOnlySpan<long> Counts { get; }

    /// <summary>The sum of all observed values.</summary>
    public double Sum { get; }

    /// <summary>How many observations there were: the sum of <see cref="Counts"/>.</summary>
    public long Count { get; }

    /// <summary>The exemplar of each bucket, null where it has none; empty when no bucket has one.</summary>
    public ReadOnlySpan<Exemplar?> Exemplars { get; }
}
