using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Exposition;

public class SegmentPoolTests
{
    private const int Size = 1000;

    private readonly ManualTime _time = new();
    private readonly SegmentPool _pool;

    public SegmentPoolTests() => _pool = new SegmentPool(_time);

    [Fact]
    public void Rent_AfterALargeScrape_CreatesNoSegments()
    {
        Scrape(2000);
        _pool.Kept.ShouldBe(2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Scrape(2000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public void Return_ScrapesBecameSmall_KeepsWhatTheyNeed()
    {
        Scrape(2000);
        for (var minutes = 0; minutes < 11; minutes++)
        {
            Scrape(3);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        Scrape(3);
        _pool.Kept.ShouldBe(3);
    }

    [Fact]
    public void Return_LargeScrapesNowAndThen_KeepsTheirSegments()
    {
        for (var i = 0; i < 5; i++)
        {
            Scrape(200);
            for (var minutes = 0; minutes < 4; minutes++)
            {
                Scrape(3);
                _time.Advance(TimeSpan.FromMinutes(1));
            }
            _pool.Kept.ShouldBe(200);
        }
    }

    [Fact]
    public void Return_SegmentsWereInUseForSeveralPeriods_KeepsThem()
    {
        OutputSegment[] held = [.. Enumerable.Range(0, 10).Select(_ => _pool.Rent(Size))];
        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(6));
            _pool.Trim();
        }
        foreach (var segment in held)
            _pool.Return(segment);
        _pool.Kept.ShouldBe(10);
    }

    [Fact]
    public void Collect_WithoutScrapesForSomeTime_ReleasesTheMemory()
    {
        Scrape(200);
        CollectTwice();
        _pool.Kept.ShouldBe(200);
        _time.Advance(TimeSpan.FromMinutes(11));
        CollectTwice();
        _pool.Kept.ShouldBe(0);
        Scrape(5);
        _pool.Kept.ShouldBe(5);
    }

    [Fact]
    public void Return_SegmentOfAnotherSize_IsNotKept()
    {
        var large = _pool.Rent(100_000);
        large.Buffer.Length.ShouldBe(100_000);
        _pool.Return(large);
        _pool.Kept.ShouldBe(0);
    }

    [Fact]
    public void Rent_SmallScrapes_UsesTheSegmentOfTheLast()
    {
        Scrape(10);
        var last = _pool.Rent(Size);
        _pool.Return(last);
        _pool.Rent(Size).ShouldBeSameAs(last);
    }

    private void Scrape(int segments)
    {
        var rented = new OutputSegment[segments];
        for (var i = 0; i < segments; i++)
            rented[i] = _pool.Rent(Size);
        foreach (var segment in rented)
            _pool.Return(segment);
    }

    private static void CollectTwice()
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
