using System.Buffers;

namespace Vernier.Exposition;

/// <summary>Output in pooled memory, which returns to the pool when its last owner has released it.</summary>
internal sealed class SharedOutput(SegmentPool pool, OutputSegment? first, OutputSegment? last, bool isGzip)
{
    private int _owners = 1;

    public ReadOnlySequence<byte> Content { get; } = first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);

    public bool IsGzip => isGzip;

    /// <summary>Adds an owner.</summary>
    public void Share() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
            pool.ReturnAll(first);
    }
}
