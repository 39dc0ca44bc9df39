namespace Vernier.Cells;

/// <summary>
/// Observations of a histogram by threads without cells, one thread at a time. A thread that finds another one at work uses another part. Readers
/// do not wait for the thread at work, even if it was interrupted: they ignore the recording that it has begun.
/// </summary>
internal sealed class HistogramPart(int buckets)
{
    // The sequence number is four times the number of completed recordings, plus the state.
    private const long Next = 4;
    private const long States = Next - 1;
    private const long Held = 1;
    private const long Changing = 2;

    private readonly long[] _counts = new long[buckets];
    private double _sum;
    private long _sequence;

    // What a recording changes, before it does. Valid while the state is Changing.
    private int _bucket;
    private long _previousCount;
    private double _previousSum;

    /// <summary>Adds observations of one value; false if another thread is at work.</summary>
    public bool TryAdd(int bucket, double value, long times)
    {
        if (!TryHold(out var sequence))
            return false;
        BeginChange(bucket, sequence);
        Volatile.Write(ref _counts[bucket], Saturated.Add(_previousCount, times));
        Volatile.Write(ref _sum, _previousSum + (value * times));
        Volatile.Write(ref _sequence, sequence + Next);
        return true;
    }

    /// <summary>Adds the observations to those of other parts.</summary>
    public void AddTo(Span<long> counts, ref ExactSum sum)
    {
        var read = counts.Length <= ThreadCells.ChunkSize ? stackalloc long[counts.Length] : new long[counts.Length];
        sum.Add(Read(read));
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Saturated.Add(counts[i], read[i]);
    }

    /// <summary>Begins a recording and does not complete it, like a thread that is interrupted. For tests.</summary>
    internal void BeginOnly(int bucket, double value)
    {
        if (!TryHold(out var sequence))
            throw new InvalidOperationException("Another thread is recording.");
        BeginChange(bucket, sequence);
        Volatile.Write(ref _counts[bucket], _previousCount + 1);
        Volatile.Write(ref _sum, _previousSum + value);
    }

    private bool TryHold(out long sequence)
    {
        sequence = Volatile.Read(ref _sequence);
        return (sequence & States) == 0 && Interlocked.CompareExchange(ref _sequence, sequence + Held, sequence) == sequence;
    }

    private void BeginChange(int bucket, long sequence)
    {
        _bucket = bucket;
        _previousCount = _counts[bucket];
        _previousSum = _sum;
        Volatile.Write(ref _sequence, sequence + Changing);
    }

    private double Read(Span<long> counts)
    {
        while (true)
        {
            if (TryRead(counts, out var sum))
                return sum;

            // Others are recording. An attempt to hold the part succeeds eventually.
            if (TryHold(out var sequence))
            {
                sum = ReadUnchanging(counts);
                Volatile.Write(ref _sequence, sequence);
                return sum;
            }
        }
    }

    /// <summary>Reads the part. Returns false if a recording was completed in the meantime, or has begun to change it.</summary>
    private bool TryRead(Span<long> counts, out double sum)
    {
        var before = Volatile.Read(ref _sequence);
        sum = ReadUnchanging(counts);
        var bucket = Volatile.Read(ref _bucket);
        var previousCount = Volatile.Read(ref _previousCount);
        var previousSum = Volatile.Read(ref _previousSum);
        var after = Volatile.Read(ref _sequence);
        var wasChanging = (before & States) == Changing;
        if (before / Next != after / Next || (!wasChanging && (after & States) == Changing))
            return false;
        if (wasChanging)
            (counts[bucket], sum) = (previousCount, previousSum);
        return true;
    }

    private double ReadUnchanging(Span<long> counts)
    {
        for (var i = 0; i < counts.Length; i++)
            counts[i] = Volatile.Read(ref _counts[i]);
        return Volatile.Read(ref _sum);
    }
}
