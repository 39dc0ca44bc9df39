using System.Buffers;
using System.Collections.Concurrent;

namespace Vernier.Exposition;

/// <summary>
/// A piece of a text in memory that is used again. 32 MiB at the most are kept for the next scrapes, what is more is left to the garbage
/// collector; the shared array pool would keep too few arrays of one size for a large scrape.
/// </summary>
internal sealed class OutputSegment : ReadOnlySequenceSegment<byte>
{
    private const int Size = 64 * 1024;
    private const int MaxKept = 512;

    private static readonly ConcurrentQueue<OutputSegment> Kept = new();
    private static int _outstanding;

    private OutputSegment(int size) => Buffer = GC.AllocateUninitializedArray<byte>(size);

    /// <summary>How many segments are in use; what is never disposed stays counted.</summary>
    public static int Outstanding => Volatile.Read(ref _outstanding);

    /// <summary>The bytes, those that were written and room for more.</summary>
    public byte[] Buffer { get; }

    /// <summary>An empty segment with room for at least so many bytes.</summary>
    public static OutputSegment Rent(int size)
    {
        Interlocked.Increment(ref _outstanding);
        if (size > Size)
            return new OutputSegment(size);
        return Kept.TryDequeue(out var segment) ? segment : new OutputSegment(Size);
    }

    /// <summary>Says how many bytes were written, and what follows them.</summary>
    public void Close(int used, OutputSegment? next)
    {
        Memory = Buffer.AsMemory(0, used);
        Next = next;
        if (next is not null)
            next.RunningIndex = RunningIndex + used;
    }

    /// <summary>Gives back this segment and all that follow.</summary>
    public static void Return(OutputSegment? first)
    {
        while (first is not null)
        {
            Interlocked.Decrement(ref _outstanding);
            var next = (OutputSegment?)first.Next;
            first.Next = null;
            first.RunningIndex = 0;
            if (first.Buffer.Length == Size && Kept.Count < MaxKept)
                Kept.Enqueue(first);
            first = next;
        }
    }
}
