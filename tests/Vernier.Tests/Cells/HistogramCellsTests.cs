using Vernier.Cells;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>Readers see buckets and a sum of the same observations, and neither readers nor recordings wait for each other.</summary>
[Collection(UndisturbedCellTests.Name)]
public class HistogramCellsTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    public HistogramCellsTests() => Slots.Collect(); // Collects garbage of other tests, so that slots are available.

    /// <summary>How far a thread gets with an observation before it is interrupted.</summary>
    public enum Progress
    {
        SequenceIsOdd,
        SumIsWritten,
        BucketIsWritten,
    }

    [Theory]
    [InlineData(Progress.SequenceIsOdd, 0)]
    [InlineData(Progress.SumIsWritten, 0)]
    [InlineData(Progress.BucketIsWritten, 1)]
    public void Scrape_ThreadIsInterruptedDuringAnObservation_DoesNotWaitAndIsConsistent(Progress progress, int visible)
    {
        const int Recordings = 1234;
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        using var threads = new StoppableThreads();
        var cells = Span<double>.Empty.ToArray();
        var first = -1;
        threads.Start(() =>
        {
            for (var i = 0; i < Recordings; i++)
                histogram.Observe(1);
            (cells, first) = FindCells(Recordings - 63); // The first 63 are recorded to the shared part.
            Begin(cells.AsSpan(first), progress);
        });

        for (var i = 0; i < 3; i++)
        {
            // The other cases of this test would not terminate if the scrape waited for the thread.
            histogram.Count.ShouldBe(Recordings + visible);
            histogram.Sum.ShouldBe(Recordings + (visible * 1e6));
            var scrape = _registry.Scrape();
            scrape.Value("h_count").ShouldBe(Recordings + visible);
            scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(Recordings + visible);
            scrape.Value("h_sum").ShouldBe(Recordings + (visible * 1e6));
        }

        // The thread continues.
        Complete(cells.AsSpan(first), progress);
        _registry.Scrape().Value("h_count").ShouldBe(Recordings + 1);
        _registry.Scrape().Value("h_sum").ShouldBe(Recordings + 1e6);
    }

    // A thread that native code has ended during an observation leaves an odd sequence number to the thread that gets its cells.
    [Fact]
    public void Observe_CellsOfAThreadThatEndedDuringAnObservation_CountsEachObservation()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        Threads.RunToTheEnd(1, _ =>
        {
            for (var i = 0; i < 1234; i++)
                histogram.Observe(1);
            (var cells, var first) = FindCells(1234 - 63);
            Begin(cells.AsSpan(first), Progress.SequenceIsOdd);
        });
        histogram.Count.ShouldBe(1234);
        for (var i = 1; i <= 3; i++)
        {
            Threads.RunToTheEnd(1, _ => histogram.Observe(1));
            histogram.Count.ShouldBe(1234 + i);
            histogram.Sum.ShouldBe(1234 + i);
        }
        _registry.Scrape();
        histogram.Count.ShouldBe(1237);
        histogram.Sum.ShouldBe(1237);
    }

    [Fact]
    public void Observe_ThreadIsPaused_WritesNoCellsAndDoesNotWait()
    {
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1] });
        Threads.RunToTheEnd(1, _ =>
        {
            for (var i = 0; i < 1234; i++)
                histogram.Observe(1);
            (var cells, var first) = FindCells(1234 - 63);
            var own = ThreadCells.Current!;
            own.Paused = 2; // By two readers.
            for (; own.Paused > 0; own.Paused--)
            {
                histogram.Observe(1);
                cells[first + 1].ShouldBe(1234 - 63);
                cells[first + 3].ShouldBe(1234 - 63);
            }
            histogram.Count.ShouldBe(1236);
            histogram.Observe(1);
            cells[first + 1].ShouldBe(1234 - 63 + 1);
            cells[first + 3].ShouldBe(1234 - 63 + 1);
        });
        histogram.Count.ShouldBe(1237);
        histogram.Sum.ShouldBe(1237);
    }

    // Without the pause, the reader would not come to an end, or see a sum that does not belong to the buckets. Without the barrier, it would miss an
    // observation that has begun but is not yet visible to other cores. Many buckets extend the time of reading.
    [Theory]
    [InlineData(1)]
    [InlineData(480)]
    public void Collect_ThreadsThatObserveInALoop_IsConsistentAndNeverDecreases(int buckets)
    {
        var histogram = _registry.Histogram(
            new HistogramDefinition("many", "Help.") { Buckets = [.. Enumerable.Range(1, buckets).Select(i => (double)i)] });
        var ended = false;
        var torn = 0;
        var fallen = 0;
        Threads.RunToTheEnd(3, role =>
        {
            if (role > 0)
            {
                while (!Volatile.Read(ref ended))
                    histogram.Observe(1);
                return;
            }
            try
            {
                var visitor = new SumAndCount();
                long last = 0;
                for (var i = 0; i < 20_000; i++)
                {
                    histogram.Collect(visitor);
                    torn += visitor.Sum == visitor.Count ? 0 : 1;
                    fallen += visitor.Count < last ? 1 : 0;
                    last = visitor.Count;
                }
            }
            finally
            {
                Volatile.Write(ref ended, true);
            }
        });
        torn.ShouldBe(0);
        fallen.ShouldBe(0);
        foreach (var thread in CellStore.Threads)
            Volatile.Read(ref thread.Paused).ShouldBe(0);
    }

    [Fact]
    public void Scrape_64WritersOfWhichHalfRunOnlyWhenTheMachineIsIdle_IsConsistent()
    {
        const int Writers = 64;
        var histogram = _registry.Histogram(new HistogramDefinition("h", "Help.") { Buckets = [1, 2, 3] });
        var ended = false;
        var observed = 0L;
        Threads.RunToTheEnd(Writers + 1, role =>
        {
            if (role < Writers)
            {
                if (role % 2 == 0)
                    IdlePriority.SetForCurrentThread();
                long own = 0;
                for (; !Volatile.Read(ref ended); own++)
                    histogram.Observe(1);
                Interlocked.Add(ref observed, own);
                return;
            }
            try
            {
                double last = 0;
                for (var i = 0; i < 500; i++)
                {
                    var scrape = _registry.Scrape();
                    var count = scrape.Value("h_count");
                    scrape.Value("h_bucket", ("le", "+Inf")).ShouldBe(count);
                    scrape.Value("h_sum").ShouldBe(count);
                    count.ShouldBeGreaterThanOrEqualTo(last);
                    last = count;
                }
            }
            finally
            {
                Volatile.Write(ref ended, true);
            }
        });
        histogram.Count.ShouldBe(observed);
        histogram.Sum.ShouldBe(observed);
    }

    /// <summary>Finds the current thread's cells of the only histogram with this number of observations.</summary>
    private static (double[] Chunk, int First) FindCells(int observations)
    {
        var sequence = BitConverter.Int64BitsToDouble(2L * observations);
        return ThreadCells.Current!.Chunks
            .SelectMany(chunk => chunk.Index().Where(cell => cell.Item.Equals(sequence)).Select(cell => (chunk, cell.Index)))
            .ShouldHaveSingleItem();
    }

    /// <summary>Does what an observation of a million, in the second bucket, does until it is interrupted.</summary>
    private static void Begin(Span<double> cells, Progress progress)
    {
        cells[2] = cells[1];
        cells[0] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(cells[0]) + 1);
        if (progress >= Progress.SumIsWritten)
            cells[1] += 1e6;
        if (progress >= Progress.BucketIsWritten)
            cells[4]++;
    }

    private static void Complete(Span<double> cells, Progress progress)
    {
        if (progress < Progress.SumIsWritten)
            cells[1] += 1e6;
        if (progress < Progress.BucketIsWritten)
            cells[4]++;
        cells[0] = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(cells[0]) + 1);
    }

    /// <summary>Records the histogram of a collection, without the cost of rendering.</summary>
    private sealed class SumAndCount : IgnoringVisitor
    {
        public double Sum { get; private set; }

        public long Count { get; private set; }

        public override void Histogram(Series series, in HistogramSnapshot snapshot) => (Sum, Count) = (snapshot.Sum, snapshot.Count);
    }
}
