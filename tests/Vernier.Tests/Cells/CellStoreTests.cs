using System.Runtime.CompilerServices;
using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

[Collection(UndisturbedCellTests.Name)]
public sealed class CellStoreTests : IDisposable
{
    private readonly IDisposable _limit = Slots.BeginLimit();
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    // Collects garbage of other tests first, so that slots are available.
    public CellStoreTests() => Slots.Collect();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public void TryLease_SlotsOfSeveralSizes_NeverOverlap()
    {
        HashSet<int> owned = [];
        List<CellLease> leases = [];
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var count = random.Next(1, 20);
            var lease = CellStore.TryLease(count, this).ShouldNotBeNull();
            leases.Add(lease);
            for (var slot = lease.Slot; slot < lease.Slot + count; slot++)
                owned.Add(slot).ShouldBeTrue();
            (lease.Slot / ThreadCells.ChunkSize).ShouldBe((lease.Slot + count - 1) / ThreadCells.ChunkSize);
        }
        GC.KeepAlive(leases);
        leases.Clear();
        Slots.Collect();
    }

    [Fact]
    public void TryLease_ReturnedSlots_FitEachSize()
    {
        var free = TakeAllAndLetGo();
        Slots.Collect();
        // A histogram gets the slots of counters, and vice versa.
        Take(free, 12).ShouldBeGreaterThan(free / 12 * 9 / 10);
        Slots.Collect();
        Take(free, 1).ShouldBe(free);
        Slots.Collect();
    }

    [Fact]
    public void TryLease_NoSlotsLeft_IsNullAndRecordingContinues()
    {
        var all = Slots.TakeAll();
        CellStore.TryLease(1, this).ShouldBeNull();
        CellStore.TryLease(12, this).ShouldBeNull();
        var counter = _registry.Counter("a_total", "Help.");
        var histogram = _registry.Histogram("h", "Help.");
        Threads.RunToTheEnd(8, _ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                counter.Inc();
                histogram.Observe(1);
            }
        });
        _registry.Scrape().Value("a_total").ShouldBe(8000);
        _registry.Scrape().Value("h_count").ShouldBe(8000);
        _registry.Scrape().Value("h_sum").ShouldBe(8000);
        GC.KeepAlive(all);
        all.Clear();

        // The same series get slots and keep their values when slots are available again.
        Slots.Collect();
        Threads.RunToTheEnd(8, _ =>
        {
            for (var i = 0; i < 1000; i++)
            {
                counter.Inc();
                histogram.Observe(1);
            }
        });
        _registry.Scrape().Value("a_total").ShouldBe(16_000);
        _registry.Scrape().Value("h_sum").ShouldBe(16_000);
    }

    [Fact]
    public void Return_SlotsWrittenByManyThreads_AreZeroForTheNextLease()
    {
        using var threads = new StoppableThreads();
        for (var i = 0; i < 4; i++)
            WriteAndLetGo(threads, i);
        threads.End(0);
        _registry.Scrape(); // Moves its values to the sums of ended threads.
        Slots.Collect();
        AllFreeSlots().ShouldAllBe(sum => sum == 0);
        Slots.Collect();
    }

    // A finalizer may record to an otherwise unreachable series after the finalizer of its lease has run.
    [Fact]
    public void Return_SeriesThatAFinalizerRecordsTo_KeepsItsSlots()
    {
        LetGoOfRecordersOnEnd();
        Slots.Collect();
        RecorderOnEnd.Recordings.ShouldBe(100);
        AllFreeSlots().ShouldAllBe(sum => sum == 0);
        Slots.Collect();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int TakeAllAndLetGo() => Slots.TakeAll().Count;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Take(int slots, int count)
    {
        List<CellLease> taken = [];
        for (var i = 0; i < slots / count && CellStore.TryLease(count, taken) is { } lease; i++)
            taken.Add(lease);
        return taken.Count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double[] AllFreeSlots()
    {
        var leases = Slots.TakeAll();
        leases.Count.ShouldBeGreaterThan(100);
        double[] sums = [.. leases.Select(lease => CellStore.Sum(lease.Slot))];
        GC.KeepAlive(leases);
        return sums;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteAndLetGo(StoppableThreads threads, int number)
    {
        var family = Family($"a{number}_total");
        Counter[] counters = [.. Enumerable.Range(0, 50).Select(i => family.With($"{i}"))];
        threads.Start(() =>
        {
            foreach (var counter in counters)
                Slots.MakeBusy(counter).Inc(7);
            counters = [];
        });
        family.Clear();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LetGoOfRecordersOnEnd()
    {
        var family = Family("a_total");
        for (var i = 0; i < 50; i++)
        {
            var counter = family.With($"{i}");
            _ = new RecorderOnEnd(counter);
            Slots.MakeBusy(counter);
            _ = new RecorderOnEnd(counter);
        }
        family.Clear();
    }

    private CounterFamily Family(string name) =>
        _registry.CounterFamily(new(name, "Help.") { Labels = [new("value")] });

    private sealed class RecorderOnEnd(Counter counter)
    {
        private static int _recordings;

        public static int Recordings => Volatile.Read(ref _recordings);

        ~RecorderOnEnd()
        {
            counter.Inc();
            Interlocked.Increment(ref _recordings);
        }
    }
}
