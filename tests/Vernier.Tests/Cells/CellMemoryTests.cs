using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

[Collection(UndisturbedCellTests.Name)]
public class CellMemoryTests
{
    private const int ThreadCount = 200;
    private const int SeriesCount = 20_000;
    private const long BytesOfAThread = (SeriesCount + ThreadCells.ChunkSize) * sizeof(double);

    // Collects garbage of other tests first, so that slots are available.
    public CellMemoryTests() => Slots.Collect();

    [Fact]
    public void Inc_ManyThreadsTimesManySeries_StaysWithinTheBoundAndCountsExactly()
    {
        var registry = Scraping.NewRegistry();
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")] });
        Counter[] counters = [.. Enumerable.Range(0, SeriesCount).Select(i => family.With($"{i}"))];
        Threads.RunToTheEnd(1, _ => Array.ForEach(counters, counter => Slots.MakeBusy(counter)));
        registry.Scrape();
        Slots.Collect();
        var before = GC.GetTotalMemory(true);
        using (var threads = new StoppableThreads())
        {
            for (var i = 0; i < ThreadCount; i++)
            {
                threads.Start(() =>
                {
                    foreach (var counter in counters)
                        counter.Inc();
                });
            }

            CheckCells();
            (GC.GetTotalMemory(true) - before).ShouldBeInRange(ThreadCount / 2 * BytesOfAThread, (ThreadCount + 20) * BytesOfAThread);
            counters.Count(counter => counter.Value != ThreadCount).ShouldBe(0);
        }

        CheckScrape(registry);
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(10 * BytesOfAThread); // The cells of the threads are freed, too.
        GC.KeepAlive(counters);
    }

    // A separate method, so that no local variable keeps a reference.
    private static void CheckScrape(MetricRegistry registry)
    {
        var scrape = registry.Scrape();
        scrape.Samples.Count().ShouldBe(SeriesCount);
        scrape.Samples.Count(sample => sample.Value != ThreadCount).ShouldBe(0);
    }

    private static void CheckCells()
    {
        const int Chunks = (SeriesCount / ThreadCells.ChunkSize) + 1;
        CellStore.ChunkCount.ShouldBeInRange(ThreadCount * (Chunks - 1), (ThreadCount + 64) * (Chunks + 10));
        CellStore.Threads.Length.ShouldBeInRange(ThreadCount, ThreadCount + 64);
    }
}
