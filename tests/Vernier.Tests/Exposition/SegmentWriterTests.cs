using System.Buffers;
using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

public class SegmentWriterTests
{
    private const int SegmentSize = 64 * 1024;

    private readonly CountingSegmentPool _pool = new();

    [Fact]
    public void Length_SeveralSegments_IsTheirSum()
    {
        using var writer = new SegmentWriter(_pool);
        writer.Length.ShouldBe(0);
        for (var i = 1; i <= 5; i++)
        {
            writer.Write(new byte[40_000]);
            writer.Length.ShouldBe(i * 40_000);
        }
        writer.CloseLast();
        writer.Length.ShouldBe(200_000);
    }

    // IBufferWriter requires it.
    [Fact]
    public void GetMemoryAndGetSpan_NoHintAtTheEndOfASegment_AreNotEmpty()
    {
        using var writer = new SegmentWriter(_pool);
        writer.GetMemory().Length.ShouldBePositive();
        for (var i = 0; i < 2; i++)
        {
            writer.Write(new byte[SegmentSize]);
            writer.GetMemory().Length.ShouldBePositive();
            writer.Write(new byte[SegmentSize]);
            writer.GetSpan().Length.ShouldBePositive();
        }
    }

    [Fact]
    public void Detach_ReleasedByEachOwner_ReturnsTheSegmentsOnce()
    {
        using var writer = new SegmentWriter(_pool);
        writer.Write(new byte[100_000]);
        var output = writer.Detach();
        output.Content.ToArray().Length.ShouldBe(100_000);
        output.Share();
        output.Release();
        _pool.Outstanding.ShouldBe(1);
        output.Release();
        _pool.Outstanding.ShouldBe(0);
    }
}
