using System.Runtime.CompilerServices;
using Vernier.Cells;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

/// <summary>The slots of unreachable series are reused, and a series never gets values of another.</summary>
[Collection(UndisturbedCellTests.Name)]
public sealed class SlotReuseTests : IDisposable
{
    private readonly IDisposable _limit = Slots.BeginLimit();
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    // Collects garbage of other tests first, so that slots are available.
    public SlotReuseTests() => Slots.Collect();

    public void Dispose() => _limit.Dispose();

    [Fact]
    public void Inc_HeldCountersThatWereRemoved_NeverRecordToAnother()
    {
        var family = Family(_registry);
        List<Counter> held = [];
        for (var round = 0; round < 20; round++)
        {
            held.AddRange(RemoveAllAndHoldSome(family));
            Slots.Collect(); // The next round gets the slots of the counters that are not held.
            foreach (var counter in held)
                counter.Inc(1000);
            Counter[] fresh = [.. Enumerable.Range(0, 50).Select(i => family.With($"{i}"))];
            Threads.RunToTheEnd(2, _ =>
            {
                foreach (var counter in fresh.Concat(held))
                    Slots.MakeBusy(counter).Inc();
            });
            fresh.ShouldAllBe(counter => counter.Value == 2);
            _registry.Scrape().Samples.ShouldAllBe(sample => sample.Value == 2);
        }

        held.Count.ShouldBe(200);
        for (var i = 0; i < held.Count; i++)
            held[i].Value.ShouldBe((1002 * (20 - (i / 10))) + (i < 10 ? 0 : 2), $"held[{i}]");
    }

    [Fact]
    public void Inc_MoreSeriesThanSlotsOneAfterTheOther_AllGetSlots()
    {
        var free = FreeSlots();
        Slots.Collect();
        const int SeriesOfARegistry = 600;
        var slotsOfARegistry = SeriesOfARegistry * (1 + 12);
        for (var i = 0; i < 3 * free / slotsOfARegistry; i++)
        {
            UseARegistry(SeriesOfARegistry).IsAlive.ShouldBeTrue();
            Slots.Collect();
        }
        var last = UseARegistry(SeriesOfARegistry);
        Slots.Collect();
        last.IsAlive.ShouldBeFalse();
        FreeSlots().ShouldBe(free);
        Slots.Collect();
    }

    [Fact]
    public void Inc_RegistriesDroppedUnderLoad_ReturnTheirSlotsAndNeverShareThem()
    {
        var free = FreeSlots();
        List<WeakReference> registries = [];
        var recording = 4;
        Threads.RunToTheEnd(5, role =>
        {
            if (role < 4)
            {
                for (var i = 0; i < 15; i++)
                {
                    var registry = UseARegistry(40);
                    lock (registries)
                        registries.Add(registry);
                }
                Interlocked.Decrement(ref recording);
                return;
            }
            while (Volatile.Read(ref recording) > 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        Slots.Collect();
        registries.Count.ShouldBe(60);
        registries.ShouldAllBe(registry => !registry.IsAlive);
        FreeSlots().ShouldBe(free);
        Slots.Collect();
    }

    [Fact]
    public void Inc_MoreSeriesThanSlots_CountsExactly()
    {
        var family = Family(_registry);
        var free = FreeSlots(); // More than the limit if other tests have used more before.
        Slots.Collect();
        Counter[] counters = [.. Enumerable.Range(0, free + 2000).Select(i => family.With($"{i}"))];
        Threads.RunToTheEnd(3, _ =>
        {
            for (var i = 0; i < 50; i++)
            {
                foreach (var counter in counters)
                    counter.Inc();
            }
        });
        CellStore.TryLease(1, this).ShouldBeNull(); // All slots are leased.
        counters.Count(counter => counter.Value != 150).ShouldBe(0);
        GC.KeepAlive(counters);
    }

    private static CounterFamily Family(MetricRegistry registry) =>
        registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")] });

    /// <summary>Records to a separate registry from several threads, and checks the scrape.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference UseARegistry(int seriesCount)
    {
        var registry = Scraping.NewRegistry();
        var counters = Family(registry);
        var histograms = registry.HistogramFamily(
            new HistogramDefinition("h", "Help.") { Labels = [new("value")], Buckets = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
        for (var i = 0; i < seriesCount; i++)
        {
            var counter = Slots.MakeBusy(counters.With($"{i}"));
            var histogram = histograms.With($"{i}");
            for (var j = 1; j <= 70; j++)
            {
                counter.Inc();
                histogram.Observe(1 + (j % 2));
            }
        }
        for (var i = 0; i < seriesCount; i++)
        {
            counters.With($"{i}").Value.ShouldBe(70);
            histograms.With($"{i}").Sum.ShouldBe(105);
        }
        return new WeakReference(registry);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int FreeSlots() => Slots.TakeAll().Count;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Counter[] RemoveAllAndHoldSome(CounterFamily family)
    {
        Counter[] held = [.. Enumerable.Range(0, 10).Select(i => family.With($"{i * 5}"))];
        foreach (var counter in held)
            Slots.MakeBusy(counter);
        family.Clear();
        return held;
    }
}
