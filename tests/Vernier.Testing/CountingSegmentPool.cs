using Vernier.Exposition;

namespace Vernier.Testing;

/// <summary>A segment pool of one test, which counts the segments in use.</summary>
internal sealed class CountingSegmentPool() : SegmentPool(TimeProvider.System)
{
    private int _outstanding;

    /// <summary>How many segments were rented and not yet returned.</summary>
    public int Outstanding => Volatile.Read(ref _outstanding);

    public override OutputSegment Rent(int size)
    {
        Interlocked.Increment(ref _outstanding);
        return base.Rent(size);
    }

    public override void Return(OutputSegment segment)
    {
        Interlocked.Decrement(ref _outstanding);
        base.Return(segment);
    }
}
