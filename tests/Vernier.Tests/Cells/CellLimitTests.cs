using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>Many threads, many series and wide histograms are counted exactly, within the memory limit and beyond it.</summary>
[Collection(UndisturbedCellTests.Name)]
public class CellLimitTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    // Collects garbage of other tests first, so that slots and memory are available.
    public CellLimitTests()
    {
        Slots.Collect();
        _registry.Scrape();
    }

    [Fact]
    public void Inc_FirstRecordingOfAThread_AllocatesLittle()
    {
        Counter[] counters = [.. Enumerable.Range(0, 20_000).Select(Family())];
        Array.ForEach(counters, counter => Slots.MakeBusy(counter));
        _registry.Scrape();
        using var threads = new StoppableThreads();
        foreach (var counter in (Counter[])[counters[0], counters[^1]])
        {
            var allocated = long.MaxValue;
            threads.Start(() =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                counter.Inc();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            });
            allocated.ShouldBeLessThan(10_000); // A chunk of 4 KiB, 8 bytes for each chunk before it, and sometimes a longer list of threads.
        }
        GC.KeepAlive(counters);
    }

    [Fact]
    public void Inc_ThreadsOneAfterTheOther_UseTheSameCells()
    {
        var counter = Slots.MakeBusy(_registry.Counter("a_total", "Help."));
        var histogram = _registry.Histogram("h", "Help.");
        for (var i = 0; i < 100; i++)
            histogram.Observe(1);
        Threads.RunToTheEnd(1, _ => Record());
        var chunks = CellStore.ChunkCount;
        var threads = CellStore.Threads.Length;
        var allocated = 0L;
        for (var i = 0; i < 500; i++)
        {
            Threads.RunToTheEnd(1, _ =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Record();
                allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            });
        }
        counter.Value.ShouldBe(501);
        histogram.Count.ShouldBe(601);
        histogram.Sum.ShouldBe(601);
        CellStore.ChunkCount.ShouldBe(chunks);
        CellStore.Threads.Length.ShouldBe(threads);
        allocated.ShouldBeLessThan(500 * 500); // The runtime's objects for the thread, but no cells.

        void Record()
        {
            counter.Inc();
            histogram.Observe(1);
        }
    }

    [Fact]
    public void Inc_MoreSeriesThanFitIntoTheFirstChunks_AllGetSlots()
    {
        Counter[] counters = [.. Enumerable.Range(0, 50_000).Select(Family())];
        Array.ForEach(counters, counter => Slots.MakeBusy(counter));
        var chunks = CellStore.ChunkCount;
        Threads.RunToTheEnd(1, _ => Array.ForEach(counters, counter => counter.Inc()));
        (CellStore.ChunkCount - chunks).ShouldBeGreaterThanOrEqualTo(50_000 / ThreadCells.ChunkSize);
        counters.ShouldAllBe(counter => counter.Value == 1);
        _registry.Scrape();
        CellStore.ChunkCount.ShouldBeLessThanOrEqualTo(chunks);
        counters.ShouldAllBe(counter => counter.Value == 1);
    }

    [Fact]
    public void Return_AllSlotsOfAChunk_FreesItsMemory()
    {
        using var threads = new StoppableThreads();
        var others = TakeAll(); // So the series share no chunk with others.
        var chunks = CellStore.ChunkCount;
        RecordAndLetGo(threads);
        CellStore.ChunkCount.ShouldBeGreaterThanOrEqualTo(chunks + (4 * 39));
        Slots.Collect();
        CellStore.ChunkCount.ShouldBeLessThanOrEqualTo(chunks + 4);
        GC.KeepAlive(others);
    }

    [Fact]
    public void Record_NoMemoryForCells_CountsExactly()
    {
        var counters = Family();
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        Counter[] all = [.. Enumerable.Range(0, 600).Select(counters)];
        using var limit = Slots.BeginChunkLimit(3);
        var chunks = CellStore.ChunkCount;
        var visible = 0L;
        Threads.RunToTheEnd(8, role =>
        {
            for (var i = 0; i < 100; i++)
            {
                Array.ForEach(all, counter => counter.Inc());
                histogram.Observe(2);
                if (role > 0)
                    continue;
                var scrape = _registry.Scrape();
                scrape.Value("h_sum").ShouldBe(2 * scrape.Value("h_count"));
                scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(scrape.Value("h_count"));
                visible = Math.Max(visible, CellStore.ChunkCount);
            }
        });
        visible.ShouldBeLessThanOrEqualTo(chunks + 3 + 8);
        all.ShouldAllBe(counter => counter.Value == 800);
        histogram.Count.ShouldBe(800);
        histogram.Sum.ShouldBe(1600);
    }

    [Theory]
    [InlineData(508)]
    [InlineData(509)]
    [InlineData(999)]
    public void Observe_HistogramWithManyBuckets_CountsExactly(int buckets)
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [.. Enumerable.Range(1, buckets).Select(i => (double)i)] });
        Threads.RunToTheEnd(4, role =>
        {
            for (var i = 0; i < 2 * buckets; i++)
                histogram.Observe((i % buckets) + 1.5);
            if (role > 0)
                return;
            var scrape = _registry.Scrape();
            scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(scrape.Value("h_count"));
        });
        var all = _registry.Scrape();
        all.Value("h_bucket", ("le", "1.0")).ShouldBe(0);
        all.Value("h_bucket", ("le", "2.0")).ShouldBe(8);
        all.Value("h_count").ShouldBe(8 * buckets);
        all.Value("h_sum").ShouldBe(8 * ((buckets * (buckets + 1) / 2.0) + (buckets * 0.5)));
    }

    private Func<int, Counter> Family()
    {
        var family = _registry.CounterFamily(new("a_total", "Help.") { Labels = [new("value")] });
        return i => family.With($"{i}");
    }

    /// <summary>Leases the slots that exist and are free.</summary>
    private static List<CellLease> TakeAll()
    {
        using (Slots.BeginLimit())
            return Slots.TakeAll();
    }

    // Separate methods, so that no local variable keeps a reference.
    private static void RecordAndLetGo(StoppableThreads threads)
    {
        var counters = CreateSeries();
        for (var i = 0; i < 4; i++)
            threads.Start(() => Array.ForEach(counters, counter => counter.Inc()));
        Array.Clear(counters);
    }

    private static Counter[] CreateSeries()
    {
        var family = Scraping.NewRegistry().CounterFamily(new("a_total", "Help.") { Labels = [new("value")] });
        return [.. Enumerable.Range(0, 20_000).Select(i => Slots.MakeBusy(family.With($"{i}")))];
    }
}
