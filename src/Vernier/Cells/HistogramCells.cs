using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Vernier.Cells;

/// <summary>
/// The cells of a histogram in one thread: a sequence number, the sum, the sum before the last observation, and the buckets. Readers get buckets and a
/// sum of the same observations, at no cost to the thread that writes: they never wait for it, and it never waits for them.
/// </summary>
/// <remarks>
/// <para>
/// The sequence number is twice the number of completed observations, plus 1 during an observation. If a thread is interrupted during an observation,
/// the numbers of observations in the buckets and in the sequence show whether the bucket was written. If not, readers use the sum before it.
/// </para>
/// <para>
/// A reader that meets a thread which observes in a loop could starve, so it pauses the thread: it sets <see cref="ThreadCells.Paused"/>, and the
/// thread records to the series' shared part. The thread must store the sequence number before it reads the pause. A fence in between would cost as
/// much as an atomic add. Instead, the reader makes all cores execute one (<see cref="Interlocked.MemoryBarrierProcessWide"/>): after that, either the
/// thread has seen the pause, or the reader sees the sequence number of the observation.
/// </para>
/// </remarks>
internal static class HistogramCells
{
    /// <summary>The number of cells before the buckets.</summary>
    public const int BeforeBuckets = 3;

    private const int Sequence = 0;
    private const int Sum = 1;
    private const int PreviousSum = 2;

    /// <summary>The number of attempts to read before the writer is paused. An attempt fails if the thread completes an observation meanwhile.</summary>
    private const int Attempts = 4;

    /// <summary>Adds an observation to the cells of the current thread. Returns false if it has no such cells, or is paused.</summary>
    /// <param name="cells">The cells of the current thread.</param>
    /// <param name="slot">The first slot of the histogram; too high if it has none.</param>
    /// <param name="bucket">The bucket of the value.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryAdd(ThreadCells cells, int slot, int bucket, double value)
    {
        var chunks = cells.Chunks;
        var number = slot >> ThreadCells.ChunkBits;
        if ((uint)number >= (uint)chunks.Length)
            return false;
        var chunk = chunks[number];
        var first = slot & ThreadCells.CellMask;
        if ((uint)(first + BeforeBuckets + bucket) >= (uint)chunk.Length)
            return false;

        // The last cell is within the chunk, so all are. From the odd number to the even one, nothing waits, allocates or throws.
        ref var own = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunk), first);
        ref var sequence = ref Unsafe.As<double, long>(ref own);
        ref var sum = ref Unsafe.Add(ref own, Sum);
        ref var count = ref Unsafe.Add(ref own, BeforeBuckets + bucket);
        var completed = sequence & ~1;
        var before = sum;
        Volatile.Write(ref Unsafe.Add(ref own, PreviousSum), before);
        Volatile.Write(ref sequence, completed + 1);
        var paused = Volatile.Read(ref cells.Paused) != 0;
        if (!paused)
        {
            Volatile.Write(ref sum, before + value);
            Volatile.Write(ref count, count + 1);
            completed += 2;
        }
        Volatile.Write(ref sequence, completed);
        return !paused;
    }

    /// <summary>Adds what a thread has observed.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="cells">Its cells, from the first one of the histogram.</param>
    /// <param name="counts">The count of each bucket.</param>
    /// <param name="sum">The sum of the observations.</param>
    public static void Add(ThreadCells thread, ReadOnlySpan<double> cells, Span<long> counts, ref ExactSum sum)
    {
        if (ReadSequence(cells) == 0)
            return;
        Span<double> read = stackalloc double[counts.Length];
        sum.Add(Read(thread, cells, read));
        for (var i = 0; i < counts.Length; i++)
            counts[i] += (long)read[i];
    }

    /// <summary>Adds what ended threads have observed. Nothing changes these cells.</summary>
    public static void AddEnded(ReadOnlySpan<ExactSum> cells, Span<long> counts, ref ExactSum sum)
    {
        sum.Add(cells[Sum]);
        for (var i = 0; i < counts.Length; i++)
            counts[i] += (long)cells[BeforeBuckets + i].Value;
    }

    private static double Read(ThreadCells thread, ReadOnlySpan<double> cells, Span<double> counts)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (TryRead(cells, counts, out var sum))
                return sum;
        }

        Interlocked.Increment(ref thread.Paused);
        try
        {
            Interlocked.MemoryBarrierProcessWide();
            // After a failed attempt, no observation that began before the pause is still running, except one that was interrupted. Later ones do not write here.
            if (!TryRead(cells, counts, out var sum))
                sum = ReadUnchanging(cells, counts);
            return sum;
        }
        finally
        {
            Interlocked.Decrement(ref thread.Paused);
        }
    }

    /// <summary>
    /// Reads the cells. Returns false if an observation was completed in the meantime, or has begun: then it is unknown whether the sum contains it.
    /// </summary>
    private static bool TryRead(ReadOnlySpan<double> cells, Span<double> counts, out double sum)
    {
        var before = ReadSequence(cells);
        sum = ReadUnchanging(cells, counts);
        var previousSum = Volatile.Read(in cells[PreviousSum]);
        var after = ReadSequence(cells);
        if (before >> 1 != after >> 1 || (before & 1) < (after & 1))
            return false;
        // The sum is written before the bucket and read after it. So if the bucket contains the observation, the sum does, too.
        if ((before & 1) != 0 && Total(counts) <= before >> 1)
            sum = previousSum;
        return true;
    }

    private static double ReadUnchanging(ReadOnlySpan<double> cells, Span<double> counts)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Volatile.Read(in cells[BeforeBuckets + i]);
        return Volatile.Read(in cells[Sum]);
    }

    private static long ReadSequence(ReadOnlySpan<double> cells) => BitConverter.DoubleToInt64Bits(Volatile.Read(in cells[Sequence]));

    private static double Total(ReadOnlySpan<double> counts)
    {
        double total = 0;
        foreach (var count in counts)
            total += count;
        return total;
    }
}
