using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

[Collection(UndisturbedCellTests.Name)]
public class CellMemoryTests
{
    private const int ThreadCount = 200;
    private const int SeriesCount = 20_000;
    private const long BytesOfAThread = CellStore.Capacity * sizeof(double);

    // What other tests let go of is collected first, so that there are slots.
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
        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(10 * BytesOfAThread); // And the threads' cells are gone with them.
        GC.KeepAlive(counters);
    }

    // In a method of its own, so that no local variable holds on to what was read.
    private static void CheckScrape(MetricRegistry registry)
    {
        var scrape = registry.Scrape();
        scrape.Samples.Count().ShouldBe(SeriesCount);
        scrape.Samples.Count(sample => sample.Value != ThreadCount).ShouldBe(0);
    }

    private static void CheckCells()
    {
        long cells = 0;
        foreach (var thread in CellStore.Threads)
        {
            thread.Values.Length.ShouldBeLessThanOrEqualTo(CellStore.Capacity);
            cells += thread.Values.Length * sizeof(double);
        }
        cells.ShouldBeInRange(ThreadCount / 2 * BytesOfAThread, CellStore.Threads.Length * BytesOfAThread); // They have cells for as many as can be.
        CellStore.Threads.Length.ShouldBeInRange(ThreadCount, ThreadCount + 64);
    }
}
