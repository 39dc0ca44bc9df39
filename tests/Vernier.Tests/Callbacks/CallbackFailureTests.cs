using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

public class CallbackFailureTests
{
    private const string Failures = "vernier_collector_failures_total";

    private readonly List<CollectorStateChange> _changes = [];
    private readonly MetricRegistry _registry;

    public CallbackFailureTests() => _registry = new MetricRegistry(new MetricRegistryOptions { OnCollectorStateChanged = _changes.Add });

    public static TheoryData<string, Action<MetricRegistry>> InvalidValues => new()
    {
        { "c_total", r => r.CounterCallback(new CounterDefinition("c_total", "Help."), () => -1) },
        { "c_total", r => r.CounterCallback(new CounterDefinition("c_total", "Help."), () => double.NaN) },
        { "c_total", r => r.CounterCallback(new CounterDefinition("c_total", "Help."), () => double.PositiveInfinity) },
        { "h", r => r.HistogramCallback(Histogram(), () => null!) },
        { "h", r => r.HistogramCallback(Histogram(), () => new HistogramReading([1, 2], 3)) },
        { "h", r => r.HistogramCallback(Histogram(), () => new HistogramReading([1, 2, 3, 4], 3)) },
        { "h", r => r.HistogramCallback(Histogram(), () => new HistogramReading([1, -2, 3], 3)) },
        { "h", r => r.HistogramCallback(Histogram(), () => new HistogramReading([1, 2, 3], double.NaN)) },
        { "s", r => r.SummaryCallback(Summary(), () => null!) },
        { "s", r => r.SummaryCallback(Summary(), () => new SummaryReading([], 1, 1)) },
        { "s", r => r.SummaryCallback(Summary(), () => new SummaryReading([1, 2], 1, 1)) },
        { "s", r => r.SummaryCallback(Summary(), () => new SummaryReading([1], 1, -1)) },
        { "s", r => r.SummaryCallback(Summary(), () => new SummaryReading([1], double.NaN, 1)) },
        { "st", r => r.StateSetCallback(States(), () => "c") },
        { "st", r => r.StateSetCallback(States(), () => null!) },
        { "e", r => r.GaugeCallback<OfMode>(new GaugeDefinition<OfMode>("e", "Help."), o => o.Report(new((Mode)9), 1)) },
    };

    private enum Mode
    {
        On,
        Off,
    }

    [Fact]
    public void Scrape_CallbackThatThrows_OmitsOnlyItsFamily()
    {
        _registry.GaugeCallback(new GaugeDefinition("before", "Help."), () => 1);
        _registry.GaugeCallback(new GaugeDefinition("failing", "Help."), () => throw new InvalidOperationException("broken"));
        _registry.GaugeCallback(new GaugeDefinition("later", "Help."), () => 2);
        _registry.Counter("z_total", "Help.").Inc();
        var scrape = _registry.ScrapeOpenMetrics();
        scrape.Value("before").ShouldBe(1);
        scrape.Value("later").ShouldBe(2);
        scrape.Value("z_total").ShouldBe(1);
        scrape.HasFamily("failing").ShouldBeFalse();
        scrape.Value(Failures, ("collector", "failing")).ShouldBe(1);
    }

    // Otherwise the callback would call itself until the stack overflows.
    [Fact]
    public void Scrape_CallbackThatScrapesItsOwnRegistry_OmitsOnlyItsFamily()
    {
        _registry.GaugeCallback(new GaugeDefinition("failing", "Help."), () => _registry.ToText().Length);
        _registry.GaugeCallback(new GaugeDefinition("later", "Help."), () => new MetricRegistry().ToText().Length); // Collecting another registry is allowed.
        var scrape = _registry.Scrape();
        scrape.HasFamily("failing").ShouldBeFalse();
        scrape.Value("later").ShouldBeGreaterThan(0);
        _changes.ShouldHaveSingleItem().Failure.ShouldBeOfType<InvalidOperationException>();
    }

    [Theory]
    [MemberData(nameof(InvalidValues))]
    public void Scrape_CallbackWithInvalidValue_OmitsItsFamilyAndCountsTheFailure(string family, Action<MetricRegistry> register)
    {
        _registry.Gauge("good", "Help.").Set(1);
        register(_registry);
        var scrape = _registry.Scrape();
        scrape.HasFamily(family).ShouldBeFalse();
        scrape.Value("good").ShouldBe(1);
        scrape.Value(Failures, ("collector", family)).ShouldBe(1);
        _changes.ShouldHaveSingleItem().Collector.ShouldBe(family);
    }

    [Fact]
    public void Scrape_CallbackThatThrowsHalfway_OmitsItsWholeFamily()
    {
        var fails = false;
        _registry.GaugeCallback<OfMode>(new GaugeDefinition<OfMode>("g", "Help."), o =>
        {
            o.Report(new(Mode.On), 1);
            if (fails)
                throw new InvalidOperationException("broken");
            o.Report(new(Mode.Off), 2);
        });
        _registry.Scrape().Family("g").Samples.Count.ShouldBe(2);
        fails = true;
        _registry.Scrape().HasFamily("g").ShouldBeFalse();
        fails = false;
        var scrape = _registry.Scrape();
        scrape.Value("g", ("mode", "on")).ShouldBe(1);
        scrape.Value("g", ("mode", "off")).ShouldBe(2);
    }

    [Fact]
    public void Scrape_CallbackFailsAndRecovers_CountsEachFailureAndReportsEachChange()
    {
        Exception? failure = null;
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => failure is null ? 1 : throw failure);
        _registry.Scrape();
        _changes.ShouldBeEmpty();

        failure = new InvalidOperationException("broken");
        for (var i = 1; i <= 3; i++)
            _registry.Scrape().Value(Failures, ("collector", "g")).ShouldBe(i);
        _changes.ShouldHaveSingleItem().ShouldBe(new CollectorStateChange("g", failure));

        failure = null;
        for (var i = 1; i <= 3; i++)
        {
            var scrape = _registry.Scrape();
            scrape.Value("g").ShouldBe(1);
            scrape.Value(Failures, ("collector", "g")).ShouldBe(3);
        }

        _changes.Count.ShouldBe(2);
        _changes[1].ShouldBe(new CollectorStateChange("g", null));

        failure = new TimeoutException();
        _registry.Scrape().Value(Failures, ("collector", "g")).ShouldBe(4);
        _changes.Count.ShouldBe(3);
    }

    [Fact]
    public void Scrape_OthersByName_DoesNotReportACallbackThatIsNotRead()
    {
        Exception? failure = new InvalidOperationException("broken");
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => failure is null ? 1 : throw failure);
        _registry.Scrape();
        failure = null;
        _registry.Collect(new Tests.Registry.VisitorLog(), new HashSet<string> { "vernier_series" });
        _changes.ShouldHaveSingleItem().Failure.ShouldNotBeNull();
        _registry.Scrape();
        _changes.Count.ShouldBe(2);
    }

    [Fact]
    public void Scrape_HookThatThrows_DoesNotFailTheScrape()
    {
        var calls = 0;
        var registry = new MetricRegistry(new MetricRegistryOptions
        {
            OnCollectorStateChanged = _ =>
            {
                calls++;
                throw new InvalidOperationException("The log is full.");
            },
        });
        var fails = true;
        registry.GaugeCallback(new GaugeDefinition("a", "Help."), () => fails ? throw new TimeoutException() : 1);
        registry.GaugeCallback(new GaugeDefinition("b", "Help."), () => fails ? throw new TimeoutException() : 1);
        registry.Counter("c_total", "Help.").Inc();
        for (var i = 1; i <= 2; i++)
        {
            var scrape = registry.Scrape();
            scrape.Value("c_total").ShouldBe(1);
            scrape.Value(Failures, ("collector", "a")).ShouldBe(i);
            scrape.Value(Failures, ("collector", "b")).ShouldBe(i);
        }

        calls.ShouldBe(2);
        fails = false;
        registry.Scrape().Value("b").ShouldBe(1);
        calls.ShouldBe(4);
    }

    [Fact]
    public void Scrape_WithoutHookAndSelfMetrics_Succeeds()
    {
        var registry = Scraping.NewRegistry();
        registry.GaugeCallback(new GaugeDefinition("a", "Help."), () => throw new TimeoutException());
        registry.Gauge("b", "Help.");
        registry.Scrape().Families.ShouldHaveSingleItem().Name.ShouldBe("b");
    }

    private static HistogramDefinition Histogram() => new("h", "Help.") { Buckets = [1, 2] };

    private static SummaryDefinition Summary() => new("s", "Help.") { Quantiles = [0.5] };

    private static StateSetDefinition States() => new("st", "Help.") { States = ["a", "b"] };

    private readonly record struct OfMode(Mode Mode);
}
