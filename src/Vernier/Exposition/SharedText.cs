using System.Buffers;

namespace Vernier.Exposition;

/// <summary>A text in pooled memory that is given back when the last of those who share it has released it.</summary>
internal sealed class SharedText(OutputSegment? first, OutputSegment? last)
{
    private int _owners = 1;

    public ReadOnlySequence<byte> Content { get; } = first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);

    public bool IsGzip { get; init; }

    public void Share() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            OutputSegment.Return(first);
    }
}
