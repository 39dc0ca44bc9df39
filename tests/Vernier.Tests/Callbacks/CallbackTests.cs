using Vernier.Exposition;
using Vernier.Testing;

namespace Vernier.Tests.Callbacks;

public class CallbackTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Kind
    {
        Small,
        Large,
    }

    [Fact]
    public void Callback_EveryTypeWithoutLabels_IsReadAtEachScrape()
    {
        var n = 0;
        _registry.CounterCallback(new CounterDefinition("c_total", "Help."), () => n);
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => -n);
        _registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1, 2] }, () => new HistogramReading([n, 1, 2], n * 1.5));
        _registry.SummaryCallback(new SummaryDefinition("s", "Help.") { Quantiles = [0.5, 0.9] }, () => new SummaryReading([n, double.NaN], n * 2, n * 3));
        _registry.InfoCallback(new InfoDefinition<Fact>("i_info", "Help."), () => new Fact($"{n}"));
        _registry.StateSetCallback(new StateSetDefinition("st", "Help.") { States = ["even", "odd"] }, () => n % 2 == 0 ? "even" : "odd");
        for (n = 3; n < 5; n++)
        {
            var scrape = _registry.ScrapeOpenMetrics();
            scrape.Value("c_total").ShouldBe(n);
            scrape.Value("g").ShouldBe(-n);
            scrape.Family("h").Histogram().Buckets.Select(b => b.CumulativeCount).ShouldBe([n, n + 1, n + 3]);
            scrape.Value("h_sum").ShouldBe(n * 1.5);
            scrape.Value("s", ("quantile", "0.5")).ShouldBe(n);
            scrape.Value("s", ("quantile", "0.9")).ShouldBe(double.NaN);
            scrape.Value("s_sum").ShouldBe(n * 2);
            scrape.Value("s_count").ShouldBe(n * 3);
            scrape.Family("i").Samples.ShouldHaveSingleItem().Labels["version"].ShouldBe($"{n}");
            scrape.Value("st", ("st", "even")).ShouldBe(n % 2 == 0 ? 1 : 0);
            scrape.Value("st", ("st", "odd")).ShouldBe(n % 2);
        }
    }

    [Fact]
    public void Callback_EveryShortForm_IsReadAtEachScrape()
    {
        var n = 0;
        _registry.CounterCallback("c_total", "Help.", () => n);
        _registry.CounterCallback<Labels>("cl_total", "Help.", series => series.Report(new("x", Kind.Large), n));
        _registry.GaugeCallback("g", "Help.", () => -n);
        _registry.GaugeCallback<Labels>("gl", "Help.", series => series.Report(new("x", Kind.Large), -n));
        _registry.HistogramCallback("h", "Help.", buckets: [1], () => new([n, 1], n * 1.5));
        _registry.SummaryCallback("s", "Help.", quantiles: [0.5], () => new([n], n * 2, n * 3));
        _registry.InfoCallback("i_info", "Help.", () => new Fact($"{n}"));
        _registry.StateSetCallback("st", "Help.", states: ["even", "odd"], () => n % 2 == 0 ? "even" : "odd");
        _registry.StateSetCallback("kind", "Help.", () => (Kind)(n % 2));
        for (n = 3; n < 5; n++)
        {
            var scrape = _registry.ScrapeOpenMetrics();
            scrape.Value("c_total").ShouldBe(n);
            scrape.Value("cl_total", ("name", "x"), ("kind", "large")).ShouldBe(n);
            scrape.Value("g").ShouldBe(-n);
            scrape.Value("gl", ("name", "x"), ("kind", "large")).ShouldBe(-n);
            scrape.Family("h").Histogram().Buckets.Select(b => b.CumulativeCount).ShouldBe([n, n + 1]);
            scrape.Value("s", ("quantile", "0.5")).ShouldBe(n);
            scrape.Family("i").Samples.ShouldHaveSingleItem().Labels["version"].ShouldBe($"{n}");
            scrape.Value("st", ("st", "even")).ShouldBe(n % 2 == 0 ? 1 : 0);
            scrape.Value("kind", ("kind", "large")).ShouldBe(n % 2);
        }
    }

    [Fact]
    public void Callback_EveryTypeWithLabels_IsReadAtEachScrape()
    {
        var n = 0;
        _registry.CounterCallback<Labels>(new CounterDefinition<Labels>("c_total", "Help."), o => o.Report(new("x", Kind.Large), n));
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help."), o =>
        {
            o.Report(new("x", Kind.Large), n);
            o.Report(new("", Kind.Small), -n);
        });
        _registry.HistogramCallback<Labels>(new HistogramDefinition<Labels>("h", "Help.") { Buckets = [1] }, o => o.Report(new("x", Kind.Large), new([n, 1], n)));
        _registry.SummaryCallback<Labels>(new SummaryDefinition<Labels>("s", "Help.") { Quantiles = [] }, o => o.Report(new("x", Kind.Large), new([], n, 1)));
        for (n = 3; n < 5; n++)
        {
            var scrape = _registry.ScrapeOpenMetrics();
            scrape.Value("c_total", ("name", "x"), ("kind", "large")).ShouldBe(n);
            scrape.Value("g", ("name", "x"), ("kind", "large")).ShouldBe(n);
            scrape.Value("g", ("kind", "small")).ShouldBe(-n);
            scrape.Value("h_count", ("name", "x"), ("kind", "large")).ShouldBe(n + 1);
            scrape.Value("s_sum", ("name", "x"), ("kind", "large")).ShouldBe(n);
        }
    }

    [Fact]
    public void Callback_Scrape_IsReadOncePerCollection()
    {
        int unlabeled = 0, labeled = 0;
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => ++unlabeled);
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("l", "Help."), o => o.Report(new("x", Kind.Small), ++labeled));
        _registry.Scrape();
        _registry.ScrapeOpenMetrics();
        unlabeled.ShouldBe(2);
        labeled.ShouldBe(2);
    }

    [Fact]
    public void Report_SeriesNotReportedAgain_IsRemoved()
    {
        string[] names = ["a", "b", "c"];
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help."), o =>
        {
            foreach (var name in names)
                o.Report(new(name, Kind.Small), 1);
        });
        Names().ShouldBe("a b c");
        names = ["c", "d"];
        Names().ShouldBe("c d");
        names = [];
        Names().ShouldBe("");
        _registry.Scrape().HasFamily("g").ShouldBeFalse();
        names = ["a"];
        Names().ShouldBe("a");
    }

    [Fact]
    public void Report_SeriesThatComeAndGo_AreNotFoldedWhileOneScrapeIsWithinTheLimit()
    {
        var round = 0;
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help.") { MaxSeries = 3 }, o =>
        {
            for (var i = 0; i < 3; i++)
                o.Report(new($"{round}-{i}", Kind.Small), 1);
        });
        for (round = 0; round < 3; round++)
            Names().ShouldBe($"{round}-0 {round}-1 {round}-2");
    }

    [Fact]
    public void Report_SeriesThatStays_KeepsItsCreationTime()
    {
        var time = new ManualTime();
        var registry = Scraping.NewRegistry(time);
        var start = time.GetUtcNow();
        registry.CounterCallback(new CounterDefinition("c_total", "Help."), () => 1);
        for (var i = 0; i < 3; i++)
        {
            var log = new Tests.Registry.VisitorLog();
            registry.Collect(log);
            log.Created["c_total{}"].ShouldBe(start);
            time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    // The value may be far from 0 when it is first read. Prometheus can treat the creation time as a sample of 0 and would see a jump.
    [Fact]
    public void Scrape_WithCreatedSeries_OmitsThoseOfCallbacks()
    {
        _registry.CounterCallback(new CounterDefinition("c_total", "Help."), () => 1000);
        _registry.HistogramCallback(new HistogramDefinition("h", "Help.") { Buckets = [1] }, () => new HistogramReading([1000, 0], 1000));
        _registry.SummaryCallback(new SummaryDefinition("s", "Help."), () => new SummaryReading([1, 1, 1], 1000, 1000));
        _registry.Counter("own_total", "Help.").Inc();
        foreach (var format in ExpositionFormat.All)
        {
            var text = _registry.Text(format, createdSeries: true);
            text.ShouldContain("\nown_created ");
            text.Split("_created ").Length.ShouldBe(format == ExpositionFormat.OpenMetrics ? 2 : 4); // The Prometheus text has HELP and TYPE lines as well.
        }
    }

    [Fact]
    public void Report_SameSeriesTwice_AddsUp()
    {
        _registry.CounterCallback<Labels>(new CounterDefinition<Labels>("c_total", "Help."), o => ReportTwice(o, 1, 2));
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help."), o => ReportTwice(o, 1, 2));
        _registry.HistogramCallback<Labels>(
            new HistogramDefinition<Labels>("h", "Help.") { Buckets = [1] },
            o => ReportTwice(o, new HistogramReading([1, 2], 3), new HistogramReading([10, 20], 30)));
        _registry.SummaryCallback<Labels>(
            new SummaryDefinition<Labels>("s", "Help.") { Quantiles = [0.5] },
            o => ReportTwice(o, new SummaryReading([1], 2, 3), new SummaryReading([10], 20, 30)));
        var scrape = _registry.Scrape();
        scrape.Family("c_total").Samples.ShouldHaveSingleItem().Value.ShouldBe(3);
        scrape.Family("g").Samples.ShouldHaveSingleItem().Value.ShouldBe(3);
        var histogram = scrape.Family("h").Histograms().ShouldHaveSingleItem();
        histogram.Buckets.Select(b => b.CumulativeCount).ShouldBe([11, 33]);
        histogram.Sum.ShouldBe(33);
        var summary = scrape.Family("s").Summaries().ShouldHaveSingleItem();
        (summary.Sum, summary.Count).ShouldBe((22, 33));
        summary.Quantiles[0].Value.ShouldBe(double.NaN);
    }

    [Fact]
    public void Report_MoreSeriesThanTheLimit_FoldsAndAddsUpTheRest()
    {
        var registry = new MetricRegistry();
        registry.CounterCallback<Labels>(new CounterDefinition<Labels>("c_total", "Help.") { MaxSeries = 2 }, o =>
        {
            for (var i = 0; i < 5; i++)
                o.Report(new($"{i}", Kind.Small), i);
        });
        for (var i = 1; i <= 3; i++)
        {
            var scrape = registry.Scrape();
            scrape.Family("c_total").Samples.Count.ShouldBe(3);
            scrape.Value("c_total", ("name", "_overflow"), ("kind", "_overflow")).ShouldBe(2 + 3 + 4);
            scrape.Value("c_total", ("name", "1"), ("kind", "small")).ShouldBe(1);
            scrape.Value("vernier_series_overflows_total", ("family", "c_total")).ShouldBe(3 * i);
        }
    }

    [Fact]
    public void Callback_LabeledDefinitionWithoutLabelSet_Throws()
    {
        var definition = new GaugeDefinition("g", "Help.") { Labels = [new("x")] };
        Should.Throw<MetricDefinitionException>(() => _registry.GaugeCallback(definition, () => 1)).Message.ShouldContain("g has labels (x)");
        _registry.Families.ShouldBeEmpty();
    }

    [Fact]
    public void Callback_Null_Throws()
    {
        Should.Throw<ArgumentNullException>(() => _registry.GaugeCallback(new GaugeDefinition("g", "Help."), null!));
        Should.Throw<ArgumentNullException>(() => _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help."), null!));
        Should.Throw<ArgumentNullException>(() => _registry.GaugeCallback((GaugeDefinition)null!, () => 1));
        Should.Throw<ArgumentNullException>(() => _registry.CallbackSource<int>("s", null!));
        Should.Throw<ArgumentException>(() => _registry.CallbackSource("", () => 1));
        _registry.Families.ShouldBeEmpty();
    }

    private static void ReportTwice<TValue>(SeriesReporter<Labels, TValue> reporter, TValue one, TValue other)
    {
        reporter.Report(new("x", Kind.Small), one);
        reporter.Report(new("x", Kind.Small), other);
    }

    private string Names() => string.Join(" ", _registry.Scrape().Samples.Select(s => s.Labels["name"]).Order(StringComparer.Ordinal));

    private readonly record struct Labels(string Name, Kind Kind);
}
