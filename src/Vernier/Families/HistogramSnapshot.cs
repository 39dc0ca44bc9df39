using Vernier.Cells;

namespace Vernier.Families;

/// <summary>A histogram at one point in time. The sum is that of exactly the observations that the buckets count. Valid during the call that receives it.</summary>
public readonly ref struct HistogramSnapshot
{
    internal HistogramSnapshot(ReadOnlySpan<double> bounds, ReadOnlySpan<long> counts, double sum, ReadOnlySpan<Exemplar?> exemplars)
    {
        Bounds = bounds;
        Counts = counts;
        Sum = sum;
        Exemplars = exemplars;
        foreach (var count in counts)
            Count = Saturated.Add(Count, count);
    }

    /// <summary>Gets the inclusive upper bounds, ascending, without +Inf.</summary>
    public ReadOnlySpan<double> Bounds { get; }

    /// <summary>Gets the number of observations in each bucket alone (not cumulative); one entry more than <see cref="Bounds"/>, the last one for +Inf.</summary>
    public ReadOnlySpan<long> Counts { get; }

    /// <summary>Gets the sum of all observed values.</summary>
    public double Sum { get; }

    /// <summary>Gets the number of observations, the sum of <see cref="Counts"/>; <see cref="long.MaxValue"/> if the sum is larger.</summary>
    public long Count { get; }

    /// <summary>Gets the exemplar of each bucket, null for a bucket without one; empty if no bucket has one.</summary>
    public ReadOnlySpan<Exemplar?> Exemplars { get; }
}
