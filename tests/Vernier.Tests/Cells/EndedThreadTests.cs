using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>Recordings outlive their thread: they are counted once before, while and after the thread ends.</summary>
[Collection(UndisturbedCellTests.Name)]
public class EndedThreadTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    // Collects garbage of other tests first, so that slots are available.
    public EndedThreadTests() => Slots.Collect();

    [Fact]
    public void Scrape_After64ThreadsEnded_CountsEveryIncrementOnce()
    {
        var counter = _registry.Counter("a_total", "Help.");
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1, 2] });
        Threads.RunToTheEnd(64, i =>
        {
            for (var j = 0; j < 1000; j++)
            {
                counter.Inc();
                counter.Inc(0.5);
                histogram.Observe(1 + (j % 3));
            }
        });

        for (var i = 0; i < 2; i++) // The first scrape merges the ended threads.
        {
            var scrape = _registry.Scrape();
            scrape.Value("a_total").ShouldBe(64 * 1500);
            scrape.Value("h_bucket", ("le", "1.0")).ShouldBe(64 * 334);
            scrape.Value("h_bucket", ("le", "2.0")).ShouldBe(64 * 667);
            scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(64 * 1000);
            scrape.Value("h_count").ShouldBe(64 * 1000);
            scrape.Value("h_sum").ShouldBe(64 * (334 + (2 * 333) + (3 * 333)));
        }
    }

    [Fact]
    public void Scrape_WhileThreadsStartAndEnd_NeverDecreasesAndIsExactAtTheEnd()
    {
        var counter = _registry.Counter("a_total", "Help.");
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        const int Recordings = 200;
        const int ThreadsInAll = 4 * 60;
        var ended = false;
        var scrapes = 0;
        Threads.RunToTheEnd(3, role =>
        {
            if (role == 0)
            {
                try
                {
                    for (var i = 0; i < ThreadsInAll / 4; i++)
                        Threads.RunToTheEnd(4, _ => Record(counter, histogram, Recordings));
                }
                finally
                {
                    Volatile.Write(ref ended, true);
                }
                return;
            }

            double value = 0;
            if (role == 1)
            {
                // As fast as possible: the time in which a thread could be counted twice, or not at all, is short.
                while (!Volatile.Read(ref ended))
                    value = NotBelow(value, counter.Value);
                return;
            }

            double count = 0;
            double low = 0;
            while (!Volatile.Read(ref ended))
            {
                var scrape = _registry.Scrape();
                value = NotBelow(value, scrape.Value("a_total"));
                count = NotBelow(count, scrape.Value("h_count"));
                low = NotBelow(low, scrape.Value("h_bucket", ("le", "1.0")));
                scrape.Value("h_sum").ShouldBe(low + (2 * (count - low)));
                scrapes++;
            }
        });

        scrapes.ShouldBeGreaterThan(5);
        counter.Value.ShouldBe(ThreadsInAll * Recordings);
        histogram.Count.ShouldBe(ThreadsInAll * Recordings);
        histogram.Sum.ShouldBe(ThreadsInAll * Recordings * 1.5);
    }

    // A sum of doubles depends on their order, which changes when a thread ends. Prometheus would take a counter that decreases by its last bit for a
    // reset, and add its whole value to each rate.
    [Fact]
    public void Value_OfFractionsAfterThreadsEnd_IsTheSameToTheLastBit()
    {
        var counter = Slots.MakeBusy(_registry.Counter("a_total", "Help."));
        var histogram = _registry.Histogram("h", "Help.");
        for (var i = 0; i < 100; i++)
            histogram.Observe(0);
        double[] amounts = [0.1, 0.2, 0.3, 0.7, 1e-9, 1 / 3.0];
        foreach (var order in (int[][])[[0, 1, 2, 3, 4, 5], [2, 1, 0, 5, 4, 3], [5, 4, 3, 2, 1, 0], [1, 2, 5, 0, 3, 4]])
        {
            using var threads = new StoppableThreads();
            foreach (var amount in amounts)
            {
                threads.Start(() =>
                {
                    counter.Inc(amount);
                    histogram.Observe(amount);
                });
            }
            var expectedValue = _registry.Scrape().Value("a_total");
            var expectedSum = _registry.Scrape().Value("h_sum");
            foreach (var next in order)
            {
                threads.End(next);
                _registry.Scrape().Value("a_total").ShouldBe(expectedValue);
                _registry.Scrape().Value("h_sum").ShouldBe(expectedSum);
            }
        }
    }

    [Fact]
    public void Value_InfinityOfAnEndedThread_StaysInfinite()
    {
        var histogram = _registry.Histogram("h", "Help.");
        Threads.RunToTheEnd(1, _ => Observe(double.PositiveInfinity));
        Threads.RunToTheEnd(1, _ => Observe(1));
        for (var i = 0; i < 2; i++)
        {
            _registry.Scrape().Value("h_sum").ShouldBe(double.PositiveInfinity);
            histogram.Count.ShouldBe(200);
        }

        void Observe(double value)
        {
            for (var i = 0; i < 100; i++)
                histogram.Observe(value);
        }
    }

    [Fact]
    public void Scrape_AfterThreadsEnded_FreesThem()
    {
        var counter = _registry.Counter("a_total", "Help.");
        Threads.RunToTheEnd(50, _ => Slots.MakeBusy(counter));
        _registry.Scrape();
        foreach (var thread in CellStore.Threads)
            thread.IsAlive.ShouldBeTrue();
    }

    private static void Record(Counter counter, Histogram histogram, int times)
    {
        for (var i = 0; i < times; i++)
        {
            counter.Inc();
            histogram.Observe(1 + (i % 2));
        }
    }

    private static double NotBelow(double last, double now) => now >= last ? now : throw new InvalidOperationException($"{now} after {last}");
}
