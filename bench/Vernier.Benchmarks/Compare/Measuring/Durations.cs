using System.Diagnostics;
using System.Numerics;

namespace Vernier.Benchmarks.Compare.Measuring;

/// <summary>Counts durations in buckets that are at most an eighth wide, without allocation, so that each call of a loop can be timed. Not thread-safe.</summary>
internal sealed class Durations
{
    private const int StepBits = 3;
    private const int Steps = 1 << StepBits;

    private readonly long[] _counts = new long[64 * Steps];

    /// <summary>The number of durations.</summary>
    public long Count { get; private set; }

    /// <summary>The longest duration in nanoseconds.</summary>
    public double Longest { get; private set; }

    /// <summary>Adds the time since a timestamp.</summary>
    public void AddSince(long timestamp)
    {
        // A TimeSpan would round to 100 ns.
        var nanoseconds = (Stopwatch.GetTimestamp() - timestamp) * (1e9 / Stopwatch.Frequency);
        _counts[Bucket((ulong)nanoseconds)]++;
        Count++;
        Longest = Math.Max(Longest, nanoseconds);
    }

    public void Add(Durations other)
    {
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        Count += other.Count;
        Longest = Math.Max(Longest, other.Longest);
    }

    /// <summary>Returns the lower end of the bucket that contains a quantile, in nanoseconds.</summary>
    public double Quantile(double quantile)
    {
        var rank = (long)Math.Ceiling(quantile * Count);
        var bucket = 0;
        for (var below = _counts[0]; below < rank; below += _counts[bucket])
            bucket++;
        return bucket < Steps ? bucket : Math.ScaleB(Steps + (bucket % Steps), (bucket / Steps) - 1);
    }

    private static int Bucket(ulong nanoseconds)
    {
        if (nanoseconds < Steps)
            return (int)nanoseconds;
        var shift = BitOperations.Log2(nanoseconds) - StepBits;
        return ((shift + 1) * Steps) + (int)((nanoseconds >> shift) & (Steps - 1));
    }
}
