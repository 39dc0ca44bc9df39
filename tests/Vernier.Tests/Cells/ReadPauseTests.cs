using Vernier.Cells;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

[Collection(UndisturbedCellTests.Name)]
public class ReadPauseTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly Histogram _histogram;

    public ReadPauseTests()
    {
        Slots.Collect(); // Collects garbage of other tests, so that slots are available.
        _histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        for (var i = 0; i < 100; i++)
            _histogram.Observe(1);
    }

    [Fact]
    public void Begin_ThreadsThatRecordForTheFirstTime_WriteNoCells()
    {
        double written = -1;
        using (ReadPause.Begin())
        {
            Threads.RunToTheEnd(1, _ =>
            {
                _histogram.Observe(1);
                _histogram.Observe(2, 5L);
                written = ThreadCells.Current!.Values.Sum();
            });
            written.ShouldBe(0);
            _histogram.Count.ShouldBe(106); // No recording is delayed.
        }
        Threads.RunToTheEnd(1, _ =>
        {
            _histogram.Observe(1);
            written = ThreadCells.Current!.Values.Sum();
        });
        written.ShouldBe(2); // A bucket and the sum.
        _histogram.Count.ShouldBe(107);
        _histogram.Sum.ShouldBe(112);
    }

    [Fact]
    public void Begin_ThreadThatIsWriting_WaitsForIt()
    {
        // A thread that writes its cells like a recording, but slowly: the second cell only when a reader waits.
        var fresh = _registry.Histogram(new HistogramDefinition("fresh", "Help.") { Buckets = [1] });
        using var writing = new ManualResetEventSlim();
        long count = -1;
        double sum = -1;
        Threads.RunToTheEnd(2, role =>
        {
            if (role == 0)
            {
                WriteSlowly(fresh, writing);
                return;
            }
            writing.Wait(Threads.Timeout).ShouldBeTrue();
            Volatile.Write(ref count, fresh.Count);
            Volatile.Write(ref sum, fresh.Sum);
        });
        count.ShouldBe(101);
        sum.ShouldBe(101);
    }

    // The barrier replaces a fence in each recording. Without it, the reader does not see a recording that has begun but is not yet visible to
    // other cores. Many buckets extend the time between the first write and the sum.
    [Fact]
    public void Begin_RecordingThatHasJustBegun_IsDetected()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("many", "Help.") { Buckets = [.. Enumerable.Range(1, 500).Select(i => (double)i)] });
        var ended = false;
        var torn = 0;
        Threads.RunToTheEnd(2, role =>
        {
            if (role == 0)
            {
                while (!Volatile.Read(ref ended))
                    histogram.Observe(1);
                return;
            }
            try
            {
                var visitor = new SumAndCount();
                for (var i = 0; i < 20_000; i++)
                {
                    using (ReadPause.Begin())
                        histogram.Collect(visitor);
                    torn += visitor.Sum == visitor.Count ? 0 : 1;
                }
            }
            finally
            {
                Volatile.Write(ref ended, true);
            }
        });
        torn.ShouldBe(0);
    }

    [Fact]
    public void Begin_SeveralReaders_LastsUntilTheLastEnds()
    {
        using (ReadPause.Begin())
        {
            using (ReadPause.Begin())
                CellsAreWritten().ShouldBeFalse();
            CellsAreWritten().ShouldBeFalse();
        }
        CellsAreWritten().ShouldBeTrue();
        _histogram.Count.ShouldBe(103);
        _histogram.Sum.ShouldBe(103);
    }

    [Fact]
    public void Begin_InterruptedReader_EndsItsPause()
    {
        using var threads = new StoppableThreads();
        ThreadCells? cells = null;
        threads.Start(() =>
        {
            cells = CellStore.GetThreadCells(0);
            Volatile.Write(ref cells.Busy, 1);
        });

        Exception? thrown = null;
        try
        {
            var reader = new Thread(() => thrown = Record.Exception(() => _registry.Scrape()));
            reader.Start();
            SpinWait.SpinUntil(() => Volatile.Read(ref ReadPause.Readers) > 0 || !reader.IsAlive, Threads.Timeout).ShouldBeTrue();
            reader.Interrupt();
            reader.Join(Threads.Timeout).ShouldBeTrue();
        }
        finally
        {
            Volatile.Write(ref cells!.Busy, 0);
        }
        thrown.ShouldBeOfType<ThreadInterruptedException>();
        Volatile.Read(ref ReadPause.Readers).ShouldBe(0);
        _registry.Scrape().Value("h_count").ShouldBe(100);
    }

    // Native code can end a thread within a recording. It writes no more, so the reader must not wait for it.
    [Fact]
    public void Begin_ThreadThatEndedWithinARecording_IsNotWaitedFor()
    {
        Threads.RunToTheEnd(1, _ =>
        {
            for (var i = 0; i < 100; i++)
                _histogram.Observe(1);
            Volatile.Write(ref ThreadCells.Current!.Busy, 1);
        });
        Threads.RunToTheEnd(1, _ => _histogram.Count.ShouldBe(200));
        _registry.Scrape().Value("h_count").ShouldBe(200);
    }

    [Fact]
    public void Begin_ManyReadersAndWriters_EndsEachPauseAndLosesNothing()
    {
        const int Writers = 4;
        const int Recordings = 20_000;
        var other = Scraping.NewRegistry();
        other.Histogram("other", "Help.").Observe(1);
        var writing = Writers;
        Threads.RunToTheEnd(Writers + 3, i =>
        {
            if (i < Writers)
            {
                for (var j = 0; j < Recordings; j++)
                    _histogram.Observe(1);
                Interlocked.Decrement(ref writing);
                return;
            }
            double count = 0;
            while (Volatile.Read(ref writing) > 0)
            {
                var now = i == Writers ? _histogram.Count : _registry.Scrape().Value("h_sum");
                now.ShouldBeGreaterThanOrEqualTo(count);
                count = now;
                other.Scrape();
            }
        });
        Volatile.Read(ref ReadPause.Readers).ShouldBe(0);
        _histogram.Count.ShouldBe(100 + (Writers * Recordings));
        _histogram.Sum.ShouldBe(100 + (Writers * Recordings));
    }

    private static void WriteSlowly(Histogram histogram, ManualResetEventSlim writing)
    {
        // The thread's cells contain only the histogram, so an observation of 1 changes the first bucket and the sum.
        for (var i = 0; i < 100; i++)
            histogram.Observe(1);
        var cells = ThreadCells.Current!;
        int[] written = [.. cells.Values.Index().Where(cell => cell.Item != 0).Select(cell => cell.Index)];
        written.Length.ShouldBe(2);

        Volatile.Write(ref cells.Busy, 1);
        writing.Set();
        cells.Values[written[0]]++;
        SpinWait.SpinUntil(() => Volatile.Read(ref ReadPause.Readers) > 0, Threads.Timeout).ShouldBeTrue();
        for (var i = 0; i < 1000; i++)
            Thread.Yield(); // A reader that does not wait would read now.
        cells.Values[written[1]]++;
        Volatile.Write(ref cells.Busy, 0);
    }

    private bool CellsAreWritten()
    {
        double written = -1;
        Threads.RunToTheEnd(1, _ =>
        {
            _histogram.Observe(1);
            written = ThreadCells.Current!.Values.Sum();
        });
        return written > 0;
    }

    /// <summary>Records the histogram of a collection, without the cost of rendering.</summary>
    private sealed class SumAndCount : ICollectionVisitor
    {
        public double Sum { get; private set; }

        public long Count { get; private set; }

        public void Histogram(Series series, in HistogramSnapshot snapshot) => (Sum, Count) = (snapshot.Sum, snapshot.Count);

        public void BeginFamily(MetricFamily family)
        {
        }

        public void Counter(Series series, double value, Exemplar? exemplar)
        {
        }

        public void Gauge(Series series, double value)
        {
        }

        public void Summary(Series series, in SummarySnapshot snapshot)
        {
        }

        public void Info(Series series)
        {
        }

        public void StateSet(Series series, in StateSetSnapshot snapshot)
        {
        }

        public void EndFamily(MetricFamily family)
        {
        }
    }
}
