using System.Diagnostics.CodeAnalysis;

namespace Vernier.Families;

/// <summary>
/// A native histogram at one point in time (Prometheus native histograms; <c>io.prometheus.client.Histogram</c> in metrics.proto). Bucket <c>i</c>
/// of the positive side counts the values in (base<sup>i-1</sup>, base<sup>i</sup>], where base = 2<sup>2<sup>-schema</sup></sup>; the negative side
/// mirrors it. Valid during the call that receives it.
/// </summary>
public readonly ref struct NativeHistogramSnapshot
{
    private readonly long _count;

    /// <summary>Gets the resolution, from -4 (a bucket per factor of 65,536) to 8 (256 buckets per power of two).</summary>
    public required int Schema { get; init; }

    /// <summary>Gets the largest absolute value that the zero bucket counts; 0 or more.</summary>
    public double ZeroThreshold { get; init; }

    /// <summary>Gets the number of observations in the zero bucket.</summary>
    public long ZeroCount { get; init; }

    /// <summary>Gets which buckets for positive values are populated.</summary>
    public ReadOnlySpan<BucketSpan> PositiveSpans { get; init; }

    /// <summary>Gets the number of observations (not cumulative, not a difference) in each bucket of <see cref="PositiveSpans"/>.</summary>
    public ReadOnlySpan<long> PositiveCounts { get; init; }

    /// <summary>Gets which buckets for negative values are populated.</summary>
    public ReadOnlySpan<BucketSpan> NegativeSpans { get; init; }

    /// <summary>Gets the number of observations (not cumulative, not a difference) in each bucket of <see cref="NegativeSpans"/>.</summary>
    public ReadOnlySpan<long> NegativeCounts { get; init; }

    /// <summary>Gets the sum of all observed values.</summary>
    public required double Sum { get; init; }

    /// <summary>Gets the number of all observed values.</summary>
    public required long Count { get => _count; init => _count = value; }

    /// <summary>Gets the exemplars, ordered by time; empty if there are none.</summary>
    public ReadOnlySpan<Exemplar> Exemplars { get; init; }

    /// <summary>Gets the classic buckets; without buckets (see <see cref="HasClassicBuckets"/>) if the metric has none.</summary>
    public HistogramSnapshot ClassicBuckets { get; init; }

    /// <summary>Gets whether the metric has classic buckets, too.</summary>
    public bool HasClassicBuckets => ClassicBuckets.Counts.Length > 0;

    /// <summary>
    /// Converts the histogram for formats without native histograms: to its classic buckets, or to a single bucket (+Inf) if it has none.
    /// </summary>
    [UnscopedRef]
    public HistogramSnapshot ToClassic() => HasClassicBuckets ? ClassicBuckets : new HistogramSnapshot([], new ReadOnlySpan<long>(in _count), Sum, []);
}

/// <summary>A row of adjacent buckets of a native histogram.</summary>
/// <param name="Offset">The index of the first bucket; for all spans but the first, the gap to the end of the span before.</param>
/// <param name="Length">The number of buckets.</param>
public readonly record struct BucketSpan(int Offset, int Length);
