using System.Buffers;

namespace Vernier.Exposition;

/// <summary>A part of an output, in memory that is used again.</summary>
internal sealed class OutputSegment(int size) : ReadOnlySequenceSegment<byte>
{
    /// <summary>The bytes that were written, followed by free room.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(size);

    /// <summary>Sets how many bytes were written, and the segment that follows.</summary>
    public void Close(int used, OutputSegment? next)
    {
        Memory = Buffer.AsMemory(0, used);
        Next = next;
        if (next is not null)
            next.RunningIndex = RunningIndex + used;
    }

    public void Clear()
    {
        Next = null;
        RunningIndex = 0;
    }
}
