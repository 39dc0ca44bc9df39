namespace Vernier.Exposition;

/// <summary>
/// Keeps output segments for the next scrapes: as many as were in use at once in the last minutes. The shared array pool would keep too few arrays of
/// one size for a large scrape. Memory that is no longer needed is released by the next scrape, or by a full garbage collection when no scrape comes.
/// Thread-safe.
/// </summary>
internal class SegmentPool
{
    private const int SegmentSize = 64 * 1024;

    /// <summary>The need of a period is remembered until the end of the next one. Longer than the interval between scrapes.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;

    // A stack, so that small scrapes use the same few segments, which are in the cache.
    private readonly Stack<OutputSegment> _kept = new();
    private long _periodStart;
    private int _inUse;
    private int _needed; // The largest number in use in this period.
    private int _neededBefore; // In the period before.

    /// <summary>Creates a pool.</summary>
    /// <param name="time">Measures how long memory is kept.</param>
    public SegmentPool(TimeProvider time)
    {
        _time = time;
        _periodStart = time.GetTimestamp();
        FullCollections.Notify(this, static pool => pool.Trim());
    }

    /// <summary>The pool of the process.</summary>
    public static SegmentPool Shared { get; } = new(TimeProvider.System);

    /// <summary>The number of segments that are kept for the next scrapes.</summary>
    public int Kept
    {
        get
        {
            lock (_gate)
                return _kept.Count;
        }
    }

    /// <summary>Returns an empty segment with room for at least <paramref name="size"/> bytes.</summary>
    public virtual OutputSegment Rent(int size)
    {
        if (size > SegmentSize)
            return new OutputSegment(size);
        OutputSegment? kept;
        lock (_gate)
        {
            _needed = Math.Max(_needed, ++_inUse);
            _kept.TryPop(out kept);
        }
        return kept ?? new OutputSegment(SegmentSize);
    }

    /// <summary>Takes back a segment that nothing refers to any more.</summary>
    public virtual void Return(OutputSegment segment)
    {
        segment.Clear();
        if (segment.Buffer.Length != SegmentSize)
            return;
        lock (_gate)
        {
            _inUse--;
            _kept.Push(segment);
            TrimToNeed();
        }
    }

    /// <summary>Takes back a segment and all that follow it.</summary>
    public void ReturnAll(OutputSegment? first)
    {
        while (first is not null)
        {
            var next = (OutputSegment?)first.Next;
            Return(first);
            first = next;
        }
    }

    /// <summary>Releases what the last minutes did not need.</summary>
    public void Trim()
    {
        lock (_gate)
            TrimToNeed();
    }

    private void TrimToNeed()
    {
        var elapsed = _time.GetElapsedTime(_periodStart);
        if (elapsed >= Period)
        {
            _neededBefore = elapsed < 2 * Period ? _needed : _inUse;
            _needed = _inUse;
            _periodStart = _time.GetTimestamp();
        }
        var surplus = _kept.Count + _inUse - Math.Max(_needed, _neededBefore);
        if (surplus <= 0)
            return;
        while (surplus-- > 0 && _kept.Count > 0)
            _kept.Pop();
        if (_kept.Count == 0)
            _kept.TrimExcess();
    }
}
