using Vernier.Families;
using Vernier.Testing;
using Vernier.Testing.Parsing;
using Vernier.Tests.Registry;

namespace Vernier.Tests.Instruments;

public class InfoTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Channel
    {
        Stable,
        Beta,
    }

    [Fact]
    public void Scrape_FactsNotSet_ExposesNothing()
    {
        _registry.Info(new InfoDefinition<Build>("build_info", "Help."));
        _registry.Scrape().Families.ShouldBeEmpty();
    }

    [Fact]
    public void Set_Facts_AreExposedWithTheValueOne()
    {
        _registry.Info(new InfoDefinition<Build>("build_info", "Help.")).Set(new("1.0", Channel.Beta, true));
        _registry.Scrape().Value("build_info", ("version", "1.0"), ("channel", "beta"), ("is_debug", "true")).ShouldBe(1);
        var family = _registry.ScrapeOpenMetrics().Family("build");
        family.Type.ShouldBe(ParsedFamilyType.Info);
        family.Samples.ShouldHaveSingleItem().Name.ShouldBe("build_info");
    }

    [Fact]
    public void Set_OtherFacts_ReplaceTheFormerOnes()
    {
        var info = _registry.Info(new InfoDefinition<Build>("build_info", "Help."));
        info.Set(new("1.0", Channel.Beta, true));
        info.Set(new("1.1", Channel.Stable, false));
        info.Set(new("1.1", Channel.Stable, false));
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["version"].ShouldBe("1.1");
        info.Set(new("1.0", Channel.Beta, true));
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["version"].ShouldBe("1.0");
    }

    [Fact]
    public void Set_OtherFactsUnderALimitOfOne_AreNotFolded()
    {
        var info = _registry.Info(new InfoDefinition<Build>("build_info", "Help.") { MaxSeries = 1 });
        info.Set(new("1.0", Channel.Beta, true));
        info.Set(new("1.1", Channel.Beta, true));
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["version"].ShouldBe("1.1");
    }

    [Fact]
    public void Set_EmptyFact_IsOmitted()
    {
        _registry.Info(new InfoDefinition<Build>("build_info", "Help.")).Set(new(null!, Channel.Beta, true));
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels.Has("version").ShouldBeFalse();
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Set_FromManyThreads_LeavesTheFactsOfOneOfThem()
    {
        var info = _registry.Info(new InfoDefinition<Build>("build_info", "Help."));
        for (var round = 0; round < 200; round++)
        {
            await Threads.Run(4, i => info.Set(new($"{i}", Channel.Beta, true)));
            _registry.Scrape().Samples.ShouldHaveSingleItem();
        }
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Set_WhileScraped_EveryScrapeHasExactlyOneSeries()
    {
        var info = _registry.Info(new InfoDefinition<Build>("build_info", "Help."));
        info.Set(new("0", Channel.Beta, true));
        using var ended = new CancellationTokenSource();
        var setting = Threads.Start(() =>
        {
            for (var i = 0; !ended.IsCancellationRequested; i++)
                info.Set(new($"{i % 3}", Channel.Beta, true));
        });
        for (var scrape = 0; scrape < 5000; scrape++)
        {
            VisitorLog log = new();
            _registry.Collect(log);
            log.Created.Keys.ShouldHaveSingleItem();
        }
        await ended.CancelAsync();
        await setting;
    }

    [Fact]
    public void Set_BetweenTheFamilyAndItsSeries_HasExactlyOneSeries()
    {
        var info = _registry.Info(new InfoDefinition<Build>("build_info", "Help."));
        info.Set(new("0", Channel.Beta, true));
        for (var i = 1; i <= 10; i++)
        {
            InfoVisitor visitor = new(() => info.Set(new($"{i}", Channel.Beta, true)));
            _registry.Collect(visitor);
            visitor.Versions.ShouldBe([$"{i - 1}"]);
        }
    }

    private readonly record struct Build(string Version, Channel Channel, bool IsDebug);

    /// <summary>Records the series of info metrics, and calls back at the beginning of each family.</summary>
    private sealed class InfoVisitor(Action begin) : ICollectionVisitor
    {
        public List<string> Versions { get; } = [];

        public void BeginFamily(MetricFamily family) => begin();

        public void Info(Series series) => Versions.Add(series.LabelValues[0]);

        public void Counter(Series series, double value, Exemplar? exemplar) => throw new NotSupportedException();

        public void Gauge(Series series, double value) => throw new NotSupportedException();

        public void Histogram(Series series, in HistogramSnapshot snapshot) => throw new NotSupportedException();

        public void Summary(Series series, in SummarySnapshot snapshot) => throw new NotSupportedException();

        public void StateSet(Series series, in StateSetSnapshot snapshot) => throw new NotSupportedException();

        public void EndFamily(MetricFamily family)
        {
        }
    }
}
