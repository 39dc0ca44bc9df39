using System.Collections.Concurrent;

namespace Vernier.Exposition;

/// <summary>
/// Keeps output segments for the next scrape, at most 32 MiB; the garbage collector takes the rest. The shared array pool would keep too
/// few arrays of one size for a large scrape. Thread-safe.
/// </summary>
internal class SegmentPool
{
    private const int SegmentSize = 64 * 1024;
    private const int MaxKept = 512;

    private readonly ConcurrentQueue<OutputSegment> _kept = new();

    /// <summary>The pool of the process.</summary>
    public static SegmentPool Shared { get; } = new();

    /// <summary>Returns an empty segment with room for at least <paramref name="size"/> bytes.</summary>
    public virtual OutputSegment Rent(int size) =>
        size > SegmentSize ? new OutputSegment(size)
        : _kept.TryDequeue(out var segment) ? segment
        : new OutputSegment(SegmentSize);

    /// <summary>Takes back a segment that nothing refers to any more.</summary>
    public virtual void Return(OutputSegment segment)
    {
        segment.Clear();
        if (segment.Buffer.Length == SegmentSize && _kept.Count < MaxKept)
            _kept.Enqueue(segment);
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
}
