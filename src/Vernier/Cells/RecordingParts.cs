using System.Numerics;

namespace Vernier.Cells;

/// <summary>
/// Parts of a series, of which each thread uses one that no other thread uses at the same time. The first part is created with the series, and the number
/// of parts doubles whenever a thread finds all of them in use. Thread-safe; must not be copied.
/// </summary>
internal struct RecordingParts<T>(T first)
    where T : class
{
    // A part that an interrupted thread uses is not available until the thread continues, so there are more parts than processors.
    private static readonly int MaxCount = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(2 * Environment.ProcessorCount, 4, 16));

    private T[] _all = [first];

    /// <summary>All parts; their number is a power of two.</summary>
    public readonly ReadOnlySpan<T> All => Volatile.Read(in _all);

    /// <summary>The index of the part to try first. Threads begin with different parts, so that they do not contend for a cache line.</summary>
    public static int FirstOf(ReadOnlySpan<T> all) => all.Length == 1 ? 0 : Environment.CurrentManagedThreadId & (all.Length - 1);

    /// <summary>Whether no parts can be added.</summary>
    public readonly bool IsFull => Volatile.Read(in _all).Length == MaxCount;

    /// <summary>Adds as many parts as there are, unless another thread does. Called after all parts were found in use.</summary>
    public void Add(Func<T> create)
    {
        var all = Volatile.Read(ref _all);
        if (all.Length < MaxCount)
            Interlocked.CompareExchange(ref _all, [.. all, .. Enumerable.Range(0, all.Length).Select(_ => create())], all);
    }
}
