using System.Runtime.CompilerServices;
using Vernier.Cells;
using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Cells;

[Collection(UndisturbedCellTests.Name)]
public class CollectionSumsTests
{
    private const int ThreadCount = 20;
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    // Collects garbage of other tests first, so that slots are available.
    public CollectionSumsTests() => Slots.Collect();

    [Fact]
    public void Collect_ManyThreadsAndSeries_HasTheSameSumsToTheLastBit()
    {
        Counter[] counters = [.. Enumerable.Range(0, 1500).Select(Family("a_total"))];
        Array.ForEach(counters, counter => Slots.MakeBusy(counter));
        using var threads = new StoppableThreads();
        for (var i = 0; i < ThreadCount; i++)
        {
            threads.Start(() =>
            {
                foreach ((var j, var counter) in counters.Index())
                {
                    if (j % (i + 1) < 3)
                        counter.Inc(Math.Pow(0.1, j % 9) / (i + 1));
                }
            });
        }
        Check();
        for (var i = 0; i < 5; i++)
            threads.End(i * 4);
        Check();
        Check();

        void Check()
        {
            double[] expected = [.. counters.Select(counter => counter.Value)];
            CellStore.Threads.Length.ShouldBeGreaterThanOrEqualTo(ThreadCount - 5);
            var visitor = new ValueVisitor();
            _registry.Collect(visitor);
            visitor.Values.ShouldBe(expected);
            _registry.Collect(visitor);
            visitor.Values.ShouldBe([.. expected, .. expected]);
        }
    }

    // A collection must not take the sum of a series for that of another one.
    [Fact]
    public void Dispose_SlotsReturnedDuringACollection_CanBeLeasedAgain()
    {
        using var threads = new StoppableThreads();
        for (var i = 0; i < ThreadCount; i++)
            threads.Start(() => CellStore.GetThreadCells(0));

        int[] slots;
        using (KeepSums())
        {
            using (KeepSums())
            {
                slots = LeaseAndLetGo();
                Slots.Collect();
                LeaseAndLetGo().Intersect(slots).ShouldBeEmpty();
            }
            Slots.Collect();
            LeaseAndLetGo().Intersect(slots).ShouldBeEmpty();
        }
        LeaseAndLetGo().Intersect(slots).Count().ShouldBe(slots.Length);
        Slots.Collect();
    }

    private static CollectionSums KeepSums()
    {
        var sums = CollectionSums.Begin().ShouldNotBeNull();
        for (var i = 0; i < 20; i++)
            CollectionSums.Sum(0);
        return sums;
    }

    private Func<int, Counter> Family(string name)
    {
        var family = _registry.CounterFamily(new(name, "Help.") { Labels = [new("value")] });
        return i => family.With($"{i:0000}");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int[] LeaseAndLetGo()
    {
        var series = new object();
        CellLease?[] leases = [.. Enumerable.Range(0, 100).Select(_ => CellStore.TryLease(1, series))];
        int[] slots = [.. leases.Select(lease => lease.ShouldNotBeNull().Slot)];
        GC.KeepAlive(leases);
        return slots;
    }

    private sealed class ValueVisitor : IgnoringVisitor
    {
        public List<double> Values { get; } = [];

        public override void Counter(Series series, double value, Exemplar? exemplar) => Values.Add(value);
    }
}
