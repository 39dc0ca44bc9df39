using System.Runtime.CompilerServices;
using Vernier.Registry;
using Vernier.Testing;

namespace Vernier.Tests.Registry;

/// <summary>A consumer learns which series have disappeared since its previous collection.</summary>
public class CollectionConsumerTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;
    private readonly CollectionConsumer _consumer;

    public CollectionConsumerTests()
    {
        _registry = Scraping.NewRegistry(_time);
        _consumer = _registry.CreateConsumer();
    }

    [Fact]
    public void Collect_SeriesRemoved_IsReportedOnce()
    {
        var family = NewFamily("a_total");
        family.With("1");
        family.With("2");
        Disappeared().ShouldBeEmpty();
        family.Remove("1");
        Disappeared().ShouldBe(["a_total{x=\"1\"}"]);
        Disappeared().ShouldBeEmpty();
    }

    [Fact]
    public void Collect_SeriesDisappeared_ComesAfterAllFamilies()
    {
        var family = NewFamily("a_total");
        family.With("1");
        family.With("2");
        _registry.Gauge("b", "Help.");
        Lines();
        family.Remove("1");
        Lines().ShouldBe(["begin a_total", "{x=\"2\"} counter 0", "end a_total", "begin b", "gauge 0", "end b", "{x=\"1\"} disappeared"]);
    }

    [Fact]
    public void Collect_AllSeriesOfAFamilyRemoved_AreReported()
    {
        var family = NewFamily("a_total");
        for (var i = 0; i < 3; i++)
            family.With($"{i}");
        Lines();
        family.Clear();
        Lines().ShouldBe(["{x=\"0\"} disappeared", "{x=\"1\"} disappeared", "{x=\"2\"} disappeared"]);
    }

    [Fact]
    public void Collect_SeriesExpired_IsReported()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")], ExpireAfter = TimeSpan.FromMinutes(1) });
        var idle = family.With("idle");
        Disappeared();
        for (var i = 0; i < 3; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            family.With("busy").Inc();
            Disappeared().ShouldBe(i == 0 ? ["a_total{x=\"idle\"}"] : []);
        }

        idle.Inc(); // Adds the expired series again.
        Lines().ShouldContain("{x=\"idle\"} counter 1");
    }

    [Fact]
    public void Collect_SeriesNotReportedByItsCallback_IsReported()
    {
        string[] names = ["1", "2"];
        _registry.GaugeCallback<Labels>(new GaugeDefinition<Labels>("g", "Help."), reporter =>
        {
            foreach (var name in names)
                reporter.Report(new(name), 1);
        });
        Disappeared();
        names = ["2", "3"];
        Disappeared().ShouldBe(["g{x=\"1\"}"]);
        names = [];
        Disappeared().ShouldBe(["g{x=\"2\"}", "g{x=\"3\"}"]);
    }

    [Fact]
    public void Collect_CallbackFails_ReportsItsSeriesUntilItWorksAgain()
    {
        var fails = false;
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => fails ? throw new TimeoutException() : 1);
        Disappeared();
        fails = true;
        Disappeared().ShouldBe(["g"]);
        Disappeared().ShouldBeEmpty();
        fails = false;
        Lines().ShouldBe(["begin g", "gauge 1", "end g"]);
    }

    [Fact]
    public void Collect_SeriesRemovedAndCreatedAgain_IsNotReported()
    {
        var family = NewFamily("a_total");
        for (var i = 0; i < 4; i++)
            family.With($"{i}");
        Disappeared();
        family.Remove("1");
        family.Remove("2");
        family.With("2");
        family.With("4");
        Disappeared().ShouldBe(["a_total{x=\"1\"}"]);
    }

    [Fact]
    public void Collect_SeriesExpiredAndUsedAgain_IsNotReported()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")], ExpireAfter = TimeSpan.FromMinutes(1) });
        var first = family.With("1");
        family.With("2");
        Disappeared();
        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            family.With("2").Inc();
            _registry.Scrape(); // Expires it outside of the consumer's collections.
        }
        family.SeriesCount.ShouldBe(1);
        first.Inc();
        Disappeared().ShouldBeEmpty();
    }

    [Fact]
    public void Collect_SomeNames_ReportsOnlySeriesOfTheseFamilies()
    {
        var one = NewFamily("a_total");
        var other = NewFamily("b_total");
        one.With("1");
        other.With("1");
        Disappeared();
        one.Clear();
        other.Clear();
        Disappeared(new HashSet<string> { "b_total" }).ShouldBe(["b_total{x=\"1\"}"]);
        Disappeared(new HashSet<string> { "unknown" }).ShouldBeEmpty();
        Disappeared().ShouldBe(["a_total{x=\"1\"}"]);
    }

    [Fact]
    public void Collect_TwoConsumers_EachLearnsWhatItHasNotSeenDisappear()
    {
        var family = NewFamily("a_total");
        var other = _registry.CreateConsumer();
        family.With("1");
        Disappeared();
        other.Collect(new VisitorLog());
        family.Remove("1");
        family.With("2");
        Disappeared().ShouldBe(["a_total{x=\"1\"}"]);
        family.Remove("2");
        var log = new VisitorLog();
        other.Collect(log);
        log.Disappeared.ShouldBe(["a_total{x=\"1\"}"]); // It has never seen the second one.
        Disappeared().ShouldBe(["a_total{x=\"2\"}"]);
    }

    [Fact]
    public void Collect_VisitorThrows_DoesNotCount()
    {
        var family = NewFamily("a_total");
        family.With("1");
        family.With("2");
        Disappeared();
        family.Remove("1");
        Should.Throw<InvalidDataException>(() => _consumer.Collect(new VisitorLog { ThrowsAtEnd = true }));
        family.Remove("2");
        Disappeared().ShouldBe(["a_total{x=\"1\"}", "a_total{x=\"2\"}"]);
    }

    [Fact]
    public void Collect_WithoutConsumer_ReportsNothing()
    {
        var family = NewFamily("a_total");
        family.With("1");
        var log = new VisitorLog();
        _registry.Collect(log);
        family.Clear();
        _registry.Collect(log);
        log.Disappeared.ShouldBeEmpty();
    }

    [Fact]
    public void Collect_SeriesDisappeared_IsNotKept()
    {
        var family = NewFamily("a_total");
        var removed = AddAndRemove();
        Disappeared().ShouldHaveSingleItem();
        for (var i = 0; i < 20; i++)
            family.With($"{i}"); // The family's table drops the series when it grows.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        removed.IsAlive.ShouldBeFalse();
        GC.KeepAlive(_consumer);

        [MethodImpl(MethodImplOptions.NoInlining)]
        WeakReference AddAndRemove()
        {
            var series = new WeakReference(family.With("removed"));
            Disappeared();
            family.Remove("removed");
            return series;
        }
    }

    [Fact]
    public void Collect_RandomChanges_ReportsExactlyWhatIsMissing()
    {
        var family = NewFamily("a_total");
        var random = new Random(7);
        HashSet<string> before = [];
        for (var round = 0; round < 300; round++)
        {
            for (var i = random.Next(10); i > 0; i--)
            {
                var name = $"{random.Next(20)}";
                if (random.Next(2) == 0)
                    family.Remove(name);
                else
                    family.With(name);
            }
            var log = new VisitorLog();
            _consumer.Collect(log);
            HashSet<string> now = [.. log.Created.Keys];
            log.Disappeared.ShouldBe(before.Except(now), ignoreOrder: true);
            before = now;
        }
    }

    [Fact]
    public void Collect_AnyCollection_BeginsWithItsTime()
    {
        var log = new VisitorLog();
        _registry.GaugeCallback(new GaugeDefinition("slow", "Help."), () =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            return 1;
        });
        var start = _time.GetUtcNow();
        _registry.Collect(log);
        log.Times.ShouldBe([start]);
        _consumer.Collect(log);
        log.Times.ShouldBe([start, start.AddSeconds(3)]);
    }

    [Fact]
    public void StartTime_EachTypeOfSeries_IsKnownForCumulativeSeriesThatBeganAtZero()
    {
        var start = _time.GetUtcNow();
        _registry.Counter("a_total", "Help.").StartTime.ShouldBe(start);
        _registry.Histogram("h", "Help.").StartTime.ShouldBe(start);
        _registry.Summary("s", "Help.").StartTime.ShouldBe(start);
        _registry.Gauge("g", "Help.").StartTime.ShouldBeNull();
        _registry.CounterCallback(new CounterDefinition("c_total", "Help."), () => 5);
        var log = new VisitorLog();
        _registry.Collect(log);
        log.Starts["c_total"].ShouldBeNull();
        log.Starts["a_total"].ShouldBe(start);
    }

    private CounterFamily NewFamily(string name) => _registry.CounterFamily(new CounterDefinition(name, "Help.") { Labels = [new("x")] });

    private List<string> Lines()
    {
        var log = new VisitorLog();
        _consumer.Collect(log);
        return log.Lines;
    }

    private List<string> Disappeared(IReadOnlySet<string>? names = null)
    {
        var log = new VisitorLog();
        _consumer.Collect(log, names);
        return log.Disappeared;
    }

    private readonly record struct Labels(string X);
}
