using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

public class CallbackSourceTests
{
    private const string Failures = "vernier_collector_failures_total";

    private readonly List<CollectorStateChange> _changes = [];
    private readonly MetricRegistry _registry;
    private int _reads;
    private Exception? _failure;

    public CallbackSourceTests()
    {
        _registry = new MetricRegistry(new MetricRegistryOptions { OnCollectorStateChanged = _changes.Add });
        var source = _registry.CallbackSource("table", () =>
        {
            _reads++;
            return _failure is null ? new[] { _reads, _reads * 10 } : throw _failure;
        });
        _registry.CounterCallback(new CounterDefinition("a_total", "Help."), source, s => s[0]);
        _registry.GaugeCallback(new GaugeDefinition("b", "Help."), source, s => s[1]);
        _registry.CounterCallback(new CounterDefinition<Row>("c_total", "Help."), source, (s, o) => ReportRows(s, o));
        _registry.GaugeCallback(new GaugeDefinition<Row>("d", "Help."), source, (s, o) => ReportRows(s, o));
    }

    [Fact]
    public void Scrape_SeveralFamiliesOfOneSource_ReadItOnce()
    {
        for (var i = 1; i <= 3; i++)
        {
            var scrape = _registry.Scrape();
            _reads.ShouldBe(i);
            scrape.Value("a_total").ShouldBe(i);
            scrape.Value("b").ShouldBe(i * 10);
            scrape.Value("c_total", ("row", "0")).ShouldBe(i);
            scrape.Value("d", ("row", "1")).ShouldBe(i * 10);
        }
    }

    [Fact]
    public void Scrape_FailingSource_OmitsItsFamiliesAndIsReadAndCountedOnce()
    {
        _failure = new InvalidOperationException("broken");
        for (var i = 1; i <= 2; i++)
        {
            var scrape = _registry.Scrape();
            _reads.ShouldBe(i);
            scrape.Families.Select(f => f.Name).ShouldAllBe(name => name.StartsWith("vernier_", StringComparison.Ordinal));
            scrape.Value(Failures, ("collector", "table")).ShouldBe(i);
            scrape.Family(Failures).Samples.Count.ShouldBe(1);
        }

        _changes.ShouldHaveSingleItem().ShouldBe(new CollectorStateChange("table", _failure));
        _failure = null;
        _registry.Scrape().Value("b").ShouldBe(30);
        _changes.Count.ShouldBe(2);
        _changes[1].ShouldBe(new CollectorStateChange("table", null));
    }

    [Fact]
    public void Scrape_OneFamilyFailsToReadTheSample_OmitsOnlyThatFamily()
    {
        var source = _registry.CallbackSource("other", () => 5);
        _registry.GaugeCallback(new GaugeDefinition("good", "Help."), source, s => s);
        _registry.GaugeCallback(new GaugeDefinition("wrong", "Help."), source, _ => throw new FormatException());
        _registry.GaugeCallback(new GaugeDefinition("x_good", "Help."), source, s => s);
        var scrape = _registry.Scrape();
        scrape.Value("good").ShouldBe(5);
        scrape.Value("x_good").ShouldBe(5);
        scrape.HasFamily("wrong").ShouldBeFalse();
        scrape.Value(Failures, ("collector", "other")).ShouldBe(1);
        _registry.Scrape();
        _changes.ShouldHaveSingleItem().Failure.ShouldBeOfType<FormatException>();
    }

    [Fact]
    public void Scrape_ByNamesWithoutTheFailingFamily_ReportsNoChange()
    {
        var fails = true;
        var source = _registry.CallbackSource("other", () => 5);
        _registry.GaugeCallback(new GaugeDefinition("good", "Help."), source, s => s);
        _registry.GaugeCallback(new GaugeDefinition("wrong", "Help."), source, s => fails ? throw new FormatException() : s);
        var log = new Tests.Registry.VisitorLog();
        for (var i = 0; i < 3; i++)
        {
            _registry.Scrape();
            _registry.Collect(log, new HashSet<string> { "good" });
        }
        _changes.ShouldHaveSingleItem().Failure.ShouldBeOfType<FormatException>();

        fails = false;
        _registry.Collect(log, new HashSet<string> { "good" });
        _changes.Count.ShouldBe(1);
        _registry.Collect(log, new HashSet<string> { "wrong" });
        _changes.Count.ShouldBe(2);
        _changes[1].ShouldBe(new CollectorStateChange("other", null));
    }

    [Fact]
    public void Scrape_ByNameOfOneFamily_ReadsTheSource()
    {
        var log = new Tests.Registry.VisitorLog();
        _registry.Collect(log, new HashSet<string> { "b" });
        log.Lines.ShouldBe(["begin b", "gauge 10", "end b"]);
        _reads.ShouldBe(1);
    }

    // Collections of two registries are independent: one would get a sample of the other, of any age.
    [Fact]
    public void Callback_SourceOfAnotherRegistry_Throws()
    {
        var source = new MetricRegistry().CallbackSource("foreign", () => 5);
        Should.Throw<ArgumentException>(() => _registry.CounterCallback(new CounterDefinition("x_total", "Help."), source, s => s)).Message.ShouldContain("foreign");
        Should.Throw<ArgumentException>(() => _registry.GaugeCallback(new GaugeDefinition("x", "Help."), source, s => s));
        Should.Throw<ArgumentException>(() => _registry.CounterCallback(new CounterDefinition<Row>("x_total", "Help."), source, (s, o) => o.Report(new("a"), s)));
        Should.Throw<ArgumentException>(() => _registry.GaugeCallback(new GaugeDefinition<Row>("x", "Help."), source, (s, o) => o.Report(new("a"), s)));
        _registry.Families.Select(family => family.Name).ShouldNotContain("x");
    }

    private static void ReportRows(int[] sample, SeriesReporter<Row, double> reporter)
    {
        for (var i = 0; i < sample.Length; i++)
            reporter.Report(new($"{i}"), sample[i]);
    }

    private readonly record struct Row([property: Label("row")] string Index);
}
