using Vernier.Testing;

namespace Vernier.Tests.Registry;

public class RegistrationTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum State
    {
        On,
        Off,
    }

    [Fact]
    public void Register_SameDefinitionTwice_IsTheSameInstrument()
    {
        var counter = new CounterDefinition("a_total", "Help.");
        _registry.Counter(counter).ShouldBeSameAs(_registry.Counter(counter));
        var gauge = new GaugeDefinition<Labels>("b", "Help.");
        _registry.Gauge(gauge).ShouldBeSameAs(_registry.Gauge(gauge));
        var histogram = new HistogramDefinition("c", "Help.") { Labels = [new("x")] };
        _registry.HistogramFamily(histogram).ShouldBeSameAs(_registry.HistogramFamily(histogram));
        var info = new InfoDefinition<Labels>("d_info", "Help.");
        _registry.Info(info).ShouldBeSameAs(_registry.Info(info));
        var summary = new SummaryDefinition("e", "Help.");
        _registry.Summary(summary).ShouldBeSameAs(_registry.Summary(summary));
        var states = new StateSetDefinition("f", "Help.") { States = ["a"] };
        _registry.StateSet(states).ShouldBeSameAs(_registry.StateSet(states));
        _registry.Families.Count.ShouldBe(6);
    }

    [Fact]
    public void Register_EqualDefinition_IsTheSameInstrument()
    {
        var one = _registry.Histogram(new HistogramDefinition<Labels>("a", "Help.") { Buckets = [1, 2], Unit = "seconds", MaxSeries = 7 });
        var other = _registry.Histogram(new HistogramDefinition<Labels>("a", "Help.") { Buckets = [1, 2], Unit = "seconds", MaxSeries = 7 });
        other.ShouldBeSameAs(one);
        _registry.Counter("b_total", "Help.").ShouldBeSameAs(_registry.Counter("b_total", "Help."));
    }

    [Fact]
    public void Register_ByDifferentCategory_IsTheSameInstrument() =>
        _registry.Counter(new CounterDefinition("a_total", "Help.") { Category = "Errors" })
            .ShouldBeSameAs(_registry.Counter(new CounterDefinition("a_total", "Help.")));

    [Fact]
    public void Register_EveryShortForm_IsExposed()
    {
        _registry.Counter("a_total", "Help.").Inc();
        _registry.Counter<Labels>("b_total", "Help.").With(new("v", State.On)).Inc();
        _registry.Gauge("c", "Help.").Inc();
        _registry.Gauge<Labels>("d", "Help.").With(new("v", State.On)).Inc();
        _registry.Histogram("e", "Help.").Observe(1);
        _registry.Histogram<Labels>("f", "Help.").With(new("v", State.On)).Observe(1);
        _registry.Summary("g", "Help.").Observe(1);
        _registry.Summary<Labels>("h", "Help.").With(new("v", State.On)).Observe(1);
        _registry.GaugeFamily(new GaugeDefinition("i", "Help.") { Labels = [new("x")] }).With("v").Inc();
        _registry.SummaryFamily(new SummaryDefinition("j", "Help.") { Labels = [new("x")] }).With("v").Observe(1);
        _registry.Counter("k_total", "Help.", labels: ["x"]).With("v").Inc();
        _registry.Gauge("l", "Help.", labels: ["x"]).With("v").Inc();
        _registry.Histogram("m", "Help.", labels: ["x"]).With("v").Observe(1);
        _registry.Summary("n", "Help.", labels: ["x"]).With("v").Observe(1);
        _registry.StateSet("o", "Help.", states: ["s"]).Set("s");
        _registry.StateSet("p", "Help.", states: ["s"], labels: ["x"]).With("v").Set("s");
        _registry.StateSet<State>("q", "Help.").Set(State.Off);
        _registry.Info<Labels>("r_info", "Help.").Set(new("v", State.On));
        _registry.Scrape().Families.Select(f => f.Name).ShouldBe(
            ["a_total", "b_total", "c", "d", "e", "f", "g", "h", "i", "j", "k_total", "l", "m", "n", "o", "p", "q", "r_info"]);
        _registry.ScrapeOpenMetrics().Families.Count.ShouldBe(18);
    }

    [Fact]
    public void Register_BucketsAndQuantiles_AreThoseOfTheInstrument()
    {
        _registry.Histogram("a", "Help.", buckets: [1, 2]).Observe(2);
        _registry.Histogram("b", "Help.", labels: ["x"], buckets: [3, 4]).With("v").Observe(4);
        _registry.Histogram<Labels>("c", "Help.", buckets: [5, 6]).With(new("v", State.On)).Observe(6);
        _registry.Summary("d", "Help.", quantiles: [0.25]).Observe(1);
        _registry.Summary("e", "Help.", labels: ["x"], quantiles: []).With("v").Observe(1);
        _registry.Summary<Labels>("f", "Help.", quantiles: [0.75]).With(new("v", State.On)).Observe(1);
        var definitions = _registry.Families.Select(f => f.Definition).ToArray();
        definitions.OfType<HistogramDefinition>().Select(d => d.Buckets).ShouldBe([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
        definitions.OfType<SummaryDefinition>().Select(d => d.Quantiles).ShouldBe([[0.25], [], [0.75]]);
        _registry.Scrape().Family("b").Histogram(("x", "v")).Count.ShouldBe(1);
    }

    [Fact]
    public void Register_LabelNames_AreThoseOfTheSeries()
    {
        var orders = _registry.Counter("shop_orders_total", "Orders placed.", labels: ["method", "country"]);
        orders.With("card", "DE").Inc();
        orders.LabelNames.ShouldBe(["method", "country"]);
        _registry.Scrape().Value("shop_orders_total", ("method", "card"), ("country", "DE")).ShouldBe(1);
        Should.Throw<MetricDefinitionException>(() => _registry.Gauge("a", "Help.", labels: ["not a label"])).Message.ShouldContain("'not a label'");
        Should.Throw<ArgumentNullException>(() => _registry.Gauge("a", "Help.", labels: null!));
    }

    [Fact]
    public void Register_UnlabeledMetric_IsExposedAtOnceAndALabeledOneWithItsFirstSeries()
    {
        _registry.Counter("a_total", "Help.");
        var labeled = _registry.Counter<Labels>("b_total", "Help.");
        _registry.Scrape().Families.ShouldHaveSingleItem().Name.ShouldBe("a_total");
        labeled.With(new("v", State.On));
        _registry.Scrape().Value("b_total", ("name", "v"), ("state", "on")).ShouldBe(0);
    }

    [Fact]
    public void ConstantLabels_OfRegistryAndFamily_PrecedeTheOthers()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions
        {
            SelfMetrics = false,
            ConstantLabels = [new("region", "e\"u\n"), new("empty", ""), new("none", null!)],
        });
        registry.Counter(new CounterDefinition<Labels>("a_total", "Help.") { ConstantLabels = [new("team", "x")] }).With(new("v", State.On)).Inc();
        registry.Scrape().Samples.ShouldHaveSingleItem().Labels.Select(l => $"{l.Name}={l.Value}").ShouldBe(["region=e\"u\n", "team=x", "name=v", "state=on"]);
    }

    [Fact]
    public void NewRegistry_InvalidConstantLabel_ThrowsWithItsName() =>
        Should.Throw<MetricDefinitionException>(() => new MetricRegistry(new MetricRegistryOptions { ConstantLabels = [new("a-b", "x")] }))
            .Message.ShouldContain("constant_labels: 'a-b' is not a valid label name");

    [Fact]
    public void NewRegistry_CallerChangesItsConstantLabels_KeepsTheLabels()
    {
        List<KeyValuePair<string, string>> labels = [new("a", "1")];
        var registry = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false, ConstantLabels = labels });
        labels[0] = new("b", "2");
        registry.Gauge("g", "Help.");
        registry.Scrape().Samples.ShouldHaveSingleItem().Labels["a"].ShouldBe("1");
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Register_FromManyThreads_CreatesEachMetricOnce()
    {
        var found = new Counter[8][];
        await Threads.Run(8, i => found[i] = [.. Enumerable.Range(0, 50).Select(n => _registry.Counter($"a{n}_total", "Help."))]);
        foreach (var counters in found)
            counters.ShouldBe(found[0]);
        _registry.Families.Count.ShouldBe(50);
    }

    private readonly record struct Labels(string Name, State State);
}
