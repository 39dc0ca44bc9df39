using Vernier.Testing;

namespace Vernier.Tests.Families;

public class SeriesRemovalTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();
    private readonly CounterFamily _family;

    public SeriesRemovalTests() => _family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("one"), new("other")] });

    private enum State
    {
        On,
        Off,
    }

    private readonly record struct Order(string Customer, State State);

    [Fact]
    public void Remove_ASeries_IsAbsentFromTheNextScrape()
    {
        _family.With("a", "b").Inc();
        _family.With("b", "a").Inc();
        _family.Remove("a", "b").ShouldBeTrue();
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["one"].ShouldBe("b");
        _family.SeriesCount.ShouldBe(1);
    }

    [Fact]
    public void Remove_UnknownSeries_IsFalse()
    {
        _family.With("a", "b").Inc();
        _family.Remove("b", "a").ShouldBeFalse();
        _family.Remove("a", "").ShouldBeFalse();
        _family.Remove("a", "b").ShouldBeTrue();
        _family.Remove("a", "b").ShouldBeFalse();
        _registry.Scrape().HasFamily("a_total").ShouldBeFalse();
    }

    [Fact]
    public void Remove_NullAndEmpty_EqualAbsent()
    {
        _family.With("a", null!).Inc();
        _family.Remove("a", "").ShouldBeTrue();
    }

    [Fact]
    public void RemoveWhere_OneLabel_RemovesAllItsSeriesOnly()
    {
        var family = _registry.Counter<Order>("orders_total", "Help.");
        var kept = family.With(new("acme", State.On));
        family.With(new("globex", State.On)).Inc();
        var held = family.With(new("globex", State.Off));
        family.RemoveWhere("customer", "globex").ShouldBe(2);
        kept.Inc();
        held.Inc(100);
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["customer"].ShouldBe("acme");
        family.With(new("globex", State.Off)).Value.ShouldBe(0);
        family.RemoveWhere(nameof(Order.State), "on").ShouldBe(1);
        family.RemoveWhere("customer", "unknown").ShouldBe(0);
    }

    [Fact]
    public void RemoveWhere_UnknownLabelOrEmptyValue_IsRejected()
    {
        var family = _registry.Counter<Order>("orders_total", "Help.");
        Should.Throw<ArgumentException>(() => family.RemoveWhere("region", "eu")).Message.ShouldContain("its labels are: customer, state");
        Should.Throw<ArgumentException>(() => family.RemoveWhere("customer", ""));
    }

    [Fact]
    public void Remove_FromManyThreads_RemovesEachSeriesOnceAndNoOther()
    {
        const int threads = 4;
        const int each = 20_000;
        string[] shared = [.. Enumerable.Range(0, each).Select(i => $"shared {i}")];
        foreach (var value in shared)
            _family.With(value, "x");
        Counter[] kept = [.. Enumerable.Range(0, 100).Select(i => _family.With($"kept {i}", "x"))];
        var removed = new int[threads];
        Threads.RunToTheEnd(threads, thread =>
        {
            for (var i = 0; i < each; i++)
            {
                // All threads remove the same series, and each creates and removes its own.
                removed[thread] += _family.Remove(shared[i], "x") ? 1 : 0;
                _family.With($"own {i}", $"{thread}").Inc();
                if (!_family.Remove($"own {i}", $"{thread}"))
                    throw new InvalidOperationException($"the series {i} of thread {thread} was removed by another thread");
            }
        });
        removed.Sum().ShouldBe(each);
        _family.SeriesCount.ShouldBe(kept.Length);
        foreach (var counter in kept)
        {
            counter.Inc();
            _family.With(counter.LabelValues[0], "x").ShouldBeSameAs(counter);
        }
        double[] values = [.. _registry.Scrape().Samples.Select(sample => sample.Value)];
        values.ShouldBe(Enumerable.Repeat(1d, kept.Length));
    }

    [Fact]
    public void With_AfterRemove_StartsAtZero()
    {
        var old = _family.With("a", "b");
        old.Inc(5);
        _family.Remove("a", "b");
        var fresh = _family.With("a", "b");
        fresh.ShouldNotBeSameAs(old);
        fresh.Value.ShouldBe(0);
        fresh.Inc();
        old.Inc(100);
        _registry.Scrape().Value("a_total", ("one", "a"), ("other", "b")).ShouldBe(1);
    }

    [Fact]
    public void With_AfterRemoveOfLabelsByIndex_StartsAtZero()
    {
        var histogram = _registry.Histogram<OfState>("h", "Help.");
        var old = histogram.With(new(State.Off));
        old.Observe(1);
        histogram.Remove(new(State.Off)).ShouldBeTrue();
        old.Observe(1);
        histogram.With(new(State.Off)).Observe(1);
        _registry.Scrape().Family("h").Histogram(("state", "off")).Count.ShouldBe(1);
        histogram.Clear();
        histogram.With(new(State.Off)).Count.ShouldBe(0);
    }

    [Fact]
    public void Clear_AFamily_RemovesAllSeries()
    {
        Counter[] held = [.. Enumerable.Range(0, 100).Select(i => _family.With($"{i}", "x"))];
        foreach (var counter in held)
            counter.Inc();
        _family.Clear();
        _family.SeriesCount.ShouldBe(0);
        _registry.Scrape().HasFamily("a_total").ShouldBeFalse();
        foreach (var counter in held)
            counter.Inc();
        _registry.Scrape().HasFamily("a_total").ShouldBeFalse();
        _family.With("7", "x").Inc();
        _registry.Scrape().Samples.ShouldHaveSingleItem().Value.ShouldBe(1);
    }

    [Fact]
    public void Remove_ManyInAnyOrder_KeepsTheOthers()
    {
        for (var i = 0; i < 1000; i++)
            _family.With($"{i}", "x").Inc(i);
        int[] order = [.. Enumerable.Range(0, 1000)];
        new Random(3).Shuffle(order);
        foreach (var i in order[..900])
            _family.Remove($"{i}", "x").ShouldBeTrue();
        for (var i = 1000; i < 1100; i++)
            _family.With($"{i}", "x").Inc(i);

        var scrape = _registry.Scrape();
        scrape.Samples.Count().ShouldBe(200);
        foreach (var i in order[900..].Concat(Enumerable.Range(1000, 100)))
        {
            scrape.Value("a_total", ("one", $"{i}"), ("other", "x")).ShouldBe(i);
            _family.With($"{i}", "x").Value.ShouldBe(i);
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task With_SeriesThatReplaceRemovedOnes_StartAtZero()
    {
        var histograms = _registry.HistogramFamily(new HistogramDefinition("h", "Help.") { Labels = [new("x")], Buckets = [0.5, 2] });
        var old = _family.With("held", "");
        for (var round = 0; round < 20; round++)
        {
            var name = $"{round}";
            await Threads.Run(2, _ =>
            {
                for (var n = 0; n < 200; n++)
                {
                    _family.With(name, "").Inc();
                    histograms.With(name).Observe(1);
                    old.Inc(); // From the second round on, it is removed and must not record to another series.
                }
            });
            var scrape = _registry.Scrape();
            scrape.Value("a_total", ("one", name)).ShouldBe(400);
            var view = scrape.Family("h").Histogram(("x", name));
            view.Buckets.Select(b => b.CumulativeCount).ShouldBe([0, 400, 400]);
            view.Sum.ShouldBe(400);
            _family.Clear();
            histograms.Clear();

            // Collects unreachable series, whose slots may be used again.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        old.Value.ShouldBe(20 * 400);
    }

    private readonly record struct OfState(State State);
}
