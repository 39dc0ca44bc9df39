using System.Buffers;

namespace Vernier.Exposition;

/// <summary>Pooled memory that is given back when the last of those who share it has released it.</summary>
internal sealed class SharedSegments(List<ArraySegment<byte>> segments, long length)
{
    private int _owners = 1;

    public IReadOnlyList<ArraySegment<byte>> Segments => segments;

    public long Length => length;

    public void Share() => Interlocked.Increment(ref _owners);

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) > 0)
            return;
        foreach (ArraySegment<byte> segment in segments)
            ArrayPool<byte>.Shared.Return(segment.Array!);
        segments.Clear();
    }
}
