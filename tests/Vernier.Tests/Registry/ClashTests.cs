using Vernier.Testing;

namespace Vernier.Tests.Registry;

public class ClashTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum State
    {
        On,
        Off,
    }

    private enum OtherState
    {
        On,
        Broken,
    }

    public static TheoryData<MetricDefinition, MetricDefinition> SameName
    {
        get
        {
            var plain = new GaugeDefinition("x", "Help.");
            var histogram = new HistogramDefinition("x", "Help.") { Buckets = [1, 2] };
            var summary = new SummaryDefinition("x", "Help.") { Quantiles = [0.5] };
            var states = new StateSetDefinition("x", "Help.") { States = ["a", "b"] };
            var labeled = new GaugeDefinition("x", "Help.") { Labels = [new("a"), new("b")] };
            return new()
            {
                { plain, new CounterDefinition("x", "Help.") },
                { plain, histogram },
                { plain, summary },
                { plain, states },
                { histogram, summary },
                { plain, plain with { Help = "Other help." } },
                { plain, plain with { Unit = "seconds" } },
                { plain, plain with { MaxSeries = 5 } },
                { plain, plain with { ExpireAfter = TimeSpan.FromMinutes(1) } },
                { plain, plain with { Exemplars = true } },
                { plain, plain with { ConstantLabels = [new("a", "1")] } },
                { plain with { ConstantLabels = [new("a", "1")] }, plain with { ConstantLabels = [new("a", "2")] } },
                { plain with { ConstantLabels = [new("a", "1, b=2")] }, plain with { ConstantLabels = [new("a", "1"), new("b", "2")] } },
                { plain, labeled },
                { labeled, labeled with { Labels = [new("a")] } },
                { labeled, labeled with { Labels = [new("b"), new("a")] } },
                { labeled, labeled with { Labels = [new("a"), new("b"), new("c")] } },
                { labeled, labeled with { Labels = [new("a") { MaxValues = 3 }, new("b")] } },
                { labeled, labeled with { Labels = [new("a") { Values = ["1"] }, new("b")] } },
                { labeled with { Labels = [new("a") { Values = ["1", "2"] }] }, labeled with { Labels = [new("a") { Values = ["1, 2"] }] } },
                { histogram, histogram with { Buckets = [1] } },
                { histogram, histogram with { Buckets = [1, 3] } },
                { histogram, histogram with { Buckets = [1, 2.0000000000000004] } },
                { summary, summary with { Quantiles = [0.5, 0.9] } },
                { summary, summary with { MaxAge = TimeSpan.FromMinutes(1) } },
                { states, states with { States = ["a", "c"] } },
                { states, states with { States = ["b", "a"] } },
                { states, states with { States = ["a, b"] } },
            };
        }
    }

    public static TheoryData<MetricDefinition, MetricDefinition> SharedSeries => new()
    {
        { new HistogramDefinition("foo", "Help."), new GaugeDefinition("foo_count", "Help.") },
        { new HistogramDefinition("foo", "Help."), new CounterDefinition("foo_sum", "Help.") },
        { new HistogramDefinition("foo", "Help."), new GaugeDefinition("foo_bucket", "Help.") },
        { new HistogramDefinition("foo", "Help."), new GaugeDefinition("foo_created", "Help.") },
        { new SummaryDefinition("foo", "Help."), new GaugeDefinition("foo_count", "Help.") },
        { new SummaryDefinition("foo", "Help."), new CounterDefinition("foo_sum", "Help.") },
        { new SummaryDefinition("foo", "Help."), new GaugeDefinition("foo_created", "Help.") },
        { new HistogramDefinition("foo", "Help."), new SummaryDefinition("foo_count", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new GaugeDefinition("bar", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new CounterDefinition("bar", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new HistogramDefinition("bar", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new SummaryDefinition("bar", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new GaugeDefinition("bar_created", "Help.") },
        { new CounterDefinition("bar_total", "Help."), new InfoDefinition<Fact>("bar_info", "Help.") },
        { new InfoDefinition<Fact>("bar_info", "Help."), new GaugeDefinition("bar", "Help.") },
        { new InfoDefinition<Fact>("bar_info", "Help."), new StateSetDefinition("bar", "Help.") { States = ["a"] } },
    };

    public static TheoryData<MetricDefinition, MetricDefinition> NoClash => new()
    {
        { new GaugeDefinition("foo", "Help."), new GaugeDefinition("foo_count", "Help.") },
        { new GaugeDefinition("foo", "Help."), new GaugeDefinition("foo_total", "Help.") },
        { new GaugeDefinition("foo", "Help."), new GaugeDefinition("foo_info", "Help.") },
        { new CounterDefinition("foo", "Help."), new GaugeDefinition("foo_total", "Help.") },
        { new SummaryDefinition("foo", "Help."), new GaugeDefinition("foo_bucket", "Help.") },
        { new HistogramDefinition("foo", "Help."), new CounterDefinition("foo_x_total", "Help.") },
        { new CounterDefinition("foo_total", "Help."), new CounterDefinition("Foo_total", "Help.") },
    };

    [Theory]
    [MemberData(nameof(SameName))]
    public void Register_SameNameWithAnotherDefinition_ThrowsInBothOrders(MetricDefinition one, MetricDefinition other)
    {
        ShouldClash(one, other);
        ShouldClash(other, one);
    }

    [Theory]
    [MemberData(nameof(SharedSeries))]
    public void Register_NameOfASeriesOfAnotherMetric_ThrowsInBothOrders(MetricDefinition one, MetricDefinition other)
    {
        ShouldClash(one, other);
        ShouldClash(other, one);
    }

    [Theory]
    [MemberData(nameof(NoClash))]
    public void Register_SimilarNames_AreAccepted(MetricDefinition one, MetricDefinition other)
    {
        var registry = Scraping.NewRegistry();
        AnyDefinition.Make(registry, one);
        AnyDefinition.Make(registry, other);
        registry.Scrape().Families.Count.ShouldBe(2);
        registry.ScrapeOpenMetrics().Families.Count.ShouldBe(2);
    }

    [Fact]
    public void Register_OtherLabelSet_Throws()
    {
        _registry.Counter<Labels>("x_total", "Help.");
        ClashOf(() => _registry.Counter<OtherLabels>("x_total", "Help.")).ShouldContain("x_total: the set of labels is [other], but was registered as [state]");
        ClashOf(() => _registry.Counter<OtherValues>("x_total", "Help.")).ShouldContain("the set of values of the label 'state' is [on, broken]");
        ClashOf(() => _registry.Counter<SameLabels>("x_total", "Help.")).ShouldContain("in another way");
        ClashOf(() => _registry.CounterFamily(new CounterDefinition<Labels>("x_total", "Help."))).ShouldContain("in another way");
        ClashOf(() => _registry.Counter("x_total", "Help.")).ShouldContain("the set of labels is []");
    }

    [Fact]
    public void Register_AsInstrumentAndCallback_ThrowsInBothOrders()
    {
        var gauge = new GaugeDefinition("a", "Help.");
        _registry.Gauge(gauge);
        ClashOf(() => _registry.GaugeCallback(gauge, () => 1)).ShouldContain("already registered in another way");
        var other = new GaugeDefinition("b", "Help.");
        _registry.GaugeCallback(other, () => 1);
        ClashOf(() => _registry.Gauge(other)).ShouldContain("already registered in another way");
    }

    [Fact]
    public void GaugeCallback_SameDefinitionTwice_Throws()
    {
        var gauge = new GaugeDefinition("a", "Help.");
        _registry.GaugeCallback(gauge, () => 1);
        ClashOf(() => _registry.GaugeCallback(gauge, () => 2)).ShouldContain("a is already registered with another callback");
        _registry.Scrape().Value("a").ShouldBe(1);
        var source = _registry.CallbackSource("s", () => 3);
        ClashOf(() => _registry.GaugeCallback(gauge, source, s => s)).ShouldContain("a");
    }

    [Fact]
    public void Register_NameOfASelfMetric_Throws() =>
        Should.Throw<MetricClashException>(() => new MetricRegistry().Gauge("vernier_series", "Mine.")).Message.ShouldContain("vernier_series");

    private static void ShouldClash(MetricDefinition first, MetricDefinition second)
    {
        var registry = Scraping.NewRegistry();
        AnyDefinition.Make(registry, first);
        var message = ClashOf(() => AnyDefinition.Make(registry, second));
        message.ShouldContain(first.Name);
        message.ShouldContain(second.Name);
        registry.Families.ShouldHaveSingleItem().Definition.ShouldBeSameAs(first);
        AnyDefinition.Make(registry, first);
    }

    private static string ClashOf(Action register) => Should.Throw<MetricClashException>(register).Message;

    private readonly record struct Labels(State State);

    private readonly record struct SameLabels(State State);

    private readonly record struct OtherLabels(State Other);

    private readonly record struct OtherValues(OtherState State);
}
