using Vernier.Testing;

namespace Vernier.Tests.Definitions;

public class MetricDefinitionTests
{
    private enum SameState
    {
        [LabelValue("a\ud800")]
        One,
        [LabelValue("a\udfff")]
        Other,
    }

    public static TheoryData<MetricDefinition, string> InvalidDefinitions => new()
    {
        { new GaugeDefinition("bad", null!), "Help is null" },
        { new GaugeDefinition("bad", "Help.") { Unit = "" }, "'' is not a valid unit" },
        { new GaugeDefinition("bad", "Help.") { Unit = "sec onds" }, "'sec onds' is not a valid unit" },
        { new GaugeDefinition("bad", "Help.") { Unit = "seconds\n" }, "is not a valid unit" },
        { new GaugeDefinition("bad", "Help.") { MaxSeries = -1 }, "MaxSeries is -1" },
        { new GaugeDefinition("bad", "Help.") { ExpireAfter = TimeSpan.Zero }, "ExpireAfter is 00:00:00" },
        { new GaugeDefinition("bad", "Help.") { ExpireAfter = TimeSpan.FromSeconds(-1) }, "ExpireAfter is -00:00:01" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { MaxValues = -1 }] }, "MaxValues of label 'a' is -1" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { Values = [] }] }, "label 'a' has an empty list of allowed values" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { Values = ["x", "y", "x"] }] }, "label 'a' has the duplicate value 'x'" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { Values = ["x\ud800", "x\udc00"] }] }, "label 'a' has the duplicate value 'x\ufffd'" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { Values = ["x\ud800", "x\ufffd"] }] }, "label 'a' has the duplicate value 'x\ufffd'" },
        { new GaugeDefinition("bad", "Help.") { Labels = [new("a") { Values = ["", null!] }] }, "label 'a' has the duplicate value ''" },
        { new GaugeDefinition("bad", "Help.") { ConstantLabels = null! }, "ConstantLabels is null" },
        { new GaugeDefinition("bad", "Help.") { Labels = [null!] }, "a label is null" },
        { new StateSetDefinition("bad:colon", "Help.") { States = ["a"] }, "must not contain a colon" },
        { new StateSetDefinition("bad", "Help."), "0 states" },
        { new StateSetDefinition("bad", "Help.") { States = [] }, "0 states" },
        { new StateSetDefinition("bad", "Help.") { States = [.. Enumerable.Range(0, 65).Select(i => $"s{i}")] }, "65 states" },
        { new StateSetDefinition("bad", "Help.") { States = ["a", ""] }, "a state is empty" },
        { new StateSetDefinition("bad", "Help.") { States = ["a", null!] }, "a state is empty" },
        { new StateSetDefinition("bad", "Help.") { States = ["a", "b", "a"] }, "duplicate state 'a'" },
        { new StateSetDefinition("bad", "Help.") { States = ["a\ud800", "a\udbff"] }, "duplicate state 'a\ufffd'" },
        { new StateSetDefinition("bad", "Help.") { States = ["a\ufffd", "a\udc00"] }, "duplicate state 'a\ufffd'" },
        { new StateSetDefinition<SameState>("bad", "Help."), "SameState have the same label value" },
        { new StateSetDefinition("bad", "Help.") { States = ["a"], Unit = "seconds" }, "a state set must not have a unit" },
        { new StateSetDefinition("bad", "Help.") { States = ["a"], Labels = [new("bad")] }, "label 'bad' is reserved for the state" },
        { new StateSetDefinition("bad", "Help.") { States = ["a"], ConstantLabels = [new("bad", "x")] }, "label 'bad' is reserved for the state" },
        { new StateSetDefinition("le", "Help.") { States = ["a"] }, "label 'le' is reserved for histograms" },
        { new StateSetDefinition("__bad", "Help.") { States = ["a"] }, "starts with __" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = null! }, "Quantiles is null" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [-0.1] }, "-0.1 is not in [0, 1]" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [0.5, 1.0001] }, "1.0001 is not in [0, 1]" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [double.NaN] }, "NaN is not in [0, 1]" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [double.PositiveInfinity] }, "is not in [0, 1]" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [0.9, 0.5] }, "not strictly ascending: 0.5 follows 0.9" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [0.5, 0.5] }, "not strictly ascending: 0.5 follows 0.5" },
        { new SummaryDefinition("bad", "Help.") { Quantiles = [.. Enumerable.Range(0, 1_000_000).Select(i => i / 1e6)] }, "1000000 quantiles" },
        { new SummaryDefinition("bad", "Help.") { MaxAge = TimeSpan.FromMilliseconds(999) }, "must be between 1 second and 1 day" },
        { new SummaryDefinition("bad", "Help.") { MaxAge = TimeSpan.FromDays(1.001) }, "must be between 1 second and 1 day" },
        { new HistogramDefinition("bad", "Help.") { Buckets = null! }, "Buckets is null" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [] }, "0 buckets" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [.. Enumerable.Range(0, 1001).Select(i => (double)i)] }, "1001 buckets" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [double.NaN] }, "NaN is not finite" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [1, double.NaN, 2] }, "NaN is not finite" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [1, double.PositiveInfinity] }, "is not finite; +Inf is added automatically" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [double.NegativeInfinity, 1] }, "is not finite" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [1, 3, 2] }, "not strictly ascending: 2 follows 3" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [1, 1] }, "not strictly ascending: 1 follows 1" },
        { new HistogramDefinition("bad", "Help.") { Buckets = [-0.0, 0.0] }, "not strictly ascending" },
    };

    [Theory]
    [MemberData(nameof(InvalidDefinitions))]
    public void Register_InvalidProperty_ThrowsWithTheNameOfTheMetric(MetricDefinition definition, string reason)
    {
        var registry = Scraping.NewRegistry();
        var message = Should.Throw<MetricDefinitionException>(() => AnyDefinition.Make(registry, definition)).Message;
        message.ShouldContain(definition.Name);
        message.ShouldContain(reason);
        registry.Families.ShouldBeEmpty();
    }

    [Fact]
    public void Register_ExtremeValidProperties_Succeeds()
    {
        var registry = Scraping.NewRegistry();
        registry.Histogram(new HistogramDefinition("one_bucket", "") { Buckets = [0] }).Observe(1);
        registry.Histogram(new HistogramDefinition("many_buckets", "") { Buckets = Buckets.Linear(-500, 1, 1000) }).Observe(1);
        registry.Histogram(new HistogramDefinition("wide", "") { Buckets = [-double.MaxValue, -double.Epsilon, 0, double.Epsilon, double.MaxValue] }).Observe(1);
        registry.Summary(new SummaryDefinition("no_quantiles", "") { Quantiles = [] }).Observe(1);
        registry.Summary(new SummaryDefinition("all_quantiles", "") { Quantiles = [0, 1], MaxAge = TimeSpan.FromSeconds(1) }).Observe(1);
        registry.Summary(new SummaryDefinition("long_window", "") { MaxAge = TimeSpan.FromDays(1) }).Observe(1);
        registry.StateSet(new StateSetDefinition("states", "") { States = [.. Enumerable.Range(0, 64).Select(i => $"s{i}")] }).Set("s63");
        registry.ScrapeOpenMetrics().Families.Count.ShouldBe(7);
        registry.Scrape().Value("states", ("states", "s63")).ShouldBe(1);
        registry.Scrape().Family("many_buckets").Histogram().Buckets.Count.ShouldBe(1001);
    }

    [Fact]
    public void Register_Null_Throws() =>
        Should.Throw<ArgumentNullException>(() => Scraping.NewRegistry().Counter((CounterDefinition)null!));

    [Fact]
    public void Register_UnlabeledInstrumentOfLabeledDefinition_ThrowsAndRegistersNothing()
    {
        var registry = Scraping.NewRegistry();
        var definition = new CounterDefinition("a_total", "Help.") { Labels = [new("code")] };
        Should.Throw<MetricDefinitionException>(() => registry.Counter(definition)).Message.ShouldContain("a_total has labels (code)");
        registry.Families.ShouldBeEmpty();
    }

    [Fact]
    public void ToString_AnyDefinition_IsItsName() => new GaugeDefinition("a", "Help.").ToString().ShouldBe("a");
}
