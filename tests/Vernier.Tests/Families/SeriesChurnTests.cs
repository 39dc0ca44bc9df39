using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>
/// Series are removed and created while threads record to them. Each recording must go to the series that the thread got, whether or not it is
/// still exposed, and to no other.
/// </summary>
public class SeriesChurnTests
{
    private const int Writers = 4;

    /// <summary>How often a series is removed while the writers record, before a test ends.</summary>
    private const int Losses = 100;

    private const int MostScrapes = 100_000;

    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public SeriesChurnTests() => _registry = Scraping.NewRegistry(_time);

    private enum State
    {
        First,
        Second,
        Third,
        Fourth,
    }

    [Fact]
    public void Remove_CountersCreatedAgainUnderLoad_LosesAndMixesNothing()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("state")] });
        CheckChurn(
            state => family.With($"{state}"),
            state => family.Remove($"{state}"),
            family.Clear,
            counter => counter.Inc(),
            counter => counter.Value);
    }

    [Fact]
    public void Remove_CountersByIndexCreatedAgainUnderLoad_LosesAndMixesNothing()
    {
        var family = _registry.Counter<OfState>("a_total", "Help.");
        CheckChurn(
            state => family.With(new(state)),
            state => family.Remove(new(state)),
            family.Clear,
            counter => counter.Inc(),
            counter => counter.Value);
    }

    [Fact]
    public void Remove_HistogramsCreatedAgainUnderLoad_LosesAndMixesNothing()
    {
        var family = _registry.Histogram<OfState>("h", "Help.");
        CheckChurn(
            state => family.With(new(state)),
            state => family.Remove(new(state)),
            family.Clear,
            histogram => histogram.Observe(1),
            histogram => histogram.Count == histogram.Sum ? histogram.Sum : double.NaN);
    }

    [Fact]
    public void Expire_CountersUnderLoad_LosesAndMixesNothing()
    {
        var family = _registry.CounterFamily(
            new CounterDefinition("a_total", "Help.") { Labels = [new("state")], ExpireAfter = TimeSpan.FromMinutes(1) });
        var counts = new double[4];
        HashSet<Counter> all = [];
        Counter[] held = [.. Enum.GetValues<State>().Select(state => family.With($"{state}"))];
        all.UnionWith(held);
        var ended = false;
        var missing = 0;
        Threads.RunToTheEnd(Writers + 1, role =>
        {
            if (role == Writers)
            {
                UntilItEnds(ref ended, ref missing, _ =>
                {
                    _time.Advance(TimeSpan.FromSeconds(45));
                    return 4 - _registry.Scrape().Samples.Count();
                });
                return;
            }

            // Half of the threads keep their counters, and half look them up.
            HashSet<Counter> own = [];
            var recorded = new double[4];
            for (var i = 0; !Volatile.Read(ref ended); i++)
            {
                var state = (State)(i / 10 % 4);
                var counter = role % 2 == 0 ? held[(int)state] : family.With($"{state}");
                own.Add(counter);
                counter.Inc();
                recorded[(int)state]++;
                if (i % 100 == 0)
                    Thread.Yield(); // So that the clock occasionally advances between two recordings.
            }
            Add(all, own, counts, recorded);
        });

        missing.ShouldBeGreaterThanOrEqualTo(Losses);
        foreach (var state in Enum.GetValues<State>())
            all.Where(counter => counter.LabelValues[0] == $"{state}").Sum(counter => counter.Value).ShouldBe(counts[(int)state]);
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(45));
            _registry.Scrape();
        }
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void Remove_OneSeriesRepeatedlyInALargeFamily_DoesNotRebuildTheTableEachTime()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")] });
        for (var i = 0; i < 50_000; i++)
            family.With($"{i}");
        const int Times = 2000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
        {
            family.With("churn");
            family.Remove("churn");
        }
        ((GC.GetAllocatedBytesForCurrentThread() - before) / Times).ShouldBeLessThan(1000);
    }

    private void CheckChurn<TSeries>(Func<State, TSeries> with, Func<State, bool> remove, Action clear, Action<TSeries> record, Func<TSeries, double> valueOf)
        where TSeries : Series
    {
        var counts = new double[4];
        HashSet<TSeries> all = [];
        var ended = false;
        var removals = 0;
        Threads.RunToTheEnd(Writers + 1, role =>
        {
            if (role == Writers)
            {
                UntilItEnds(ref ended, ref removals, i =>
                {
                    var removed = remove((State)(i % 4));
                    if (i % 10 == 9)
                        clear();
                    _registry.Scrape(); // The parser rejects duplicate series.
                    return removed ? 1 : 0;
                });
                return;
            }

            HashSet<TSeries> own = [];
            var recorded = new double[4];
            for (var i = 0; !Volatile.Read(ref ended); i++)
            {
                var state = (State)((i + role) % 4);
                var series = with(state);
                own.Add(series);
                record(series);
                recorded[(int)state]++;
            }
            Add(all, own, counts, recorded);
        });

        removals.ShouldBeGreaterThanOrEqualTo(Losses);
        all.Count.ShouldBeGreaterThan(4);
        foreach (var state in Enum.GetValues<State>())
            all.Where(series => string.Equals(series.LabelValues[0], $"{state}", StringComparison.OrdinalIgnoreCase)).Sum(valueOf).ShouldBe(counts[(int)state]);
    }

    private static void UntilItEnds(ref bool ended, ref int losses, Func<int, int> disturb)
    {
        try
        {
            for (var i = 0; i < MostScrapes && losses < Losses; i++)
                losses += disturb(i);
        }
        finally
        {
            Volatile.Write(ref ended, true);
        }
    }

    private static void Add<TSeries>(HashSet<TSeries> all, HashSet<TSeries> own, double[] counts, double[] recorded)
    {
        lock (all)
        {
            all.UnionWith(own);
            for (var i = 0; i < counts.Length; i++)
                counts[i] += recorded[i];
        }
    }

    private readonly record struct OfState(State State);
}
