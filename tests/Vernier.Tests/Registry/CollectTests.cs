using Vernier.Testing;

namespace Vernier.Tests.Registry;

public class CollectTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public CollectTests() => _registry = Scraping.NewRegistry(_time);

    [Fact]
    public void Collect_EveryType_ShowsTheFamiliesInTheOrderOfTheirNames()
    {
        _registry.StateSet(new StateSetDefinition("f", "Help.") { States = ["x", "y"] }).Set("y");
        _registry.Info(new InfoDefinition<Fact>("e_info", "Help.")).Set(new("1"));
        _registry.Summary(new SummaryDefinition("d", "Help.") { Quantiles = [0.5] }).Observe(0);
        _registry.Histogram(new HistogramDefinition("c", "Help.") { Buckets = [1, 2] }).Observe(1.5);
        _registry.Gauge("b", "Help.").Set(-2);
        _registry.Counter("a_total", "Help.").Inc(3, new Exemplar(KeyValuePair.Create("id", "7")));
        _registry.Counter<Fact>("left_out_total", "A family without series.");
        Lines().ShouldBe(
        [
            "begin a_total", $"counter 3 with 7 3 at {_time.GetUtcNow():HH:mm:ss}", "end a_total",
            "begin b", "gauge -2", "end b",
            "begin c", "histogram 1 2: 0 1 0, 1 = 1.5, 0 exemplars", "end c",
            "begin d", "summary 0.5: 0, 1 = 0", "end d",
            "begin e_info", "{version=\"1\"} info", "end e_info",
            "begin f", "states x=0 y=1", "end f",
        ]);
    }

    [Fact]
    public void Collect_ASeries_WasCreatedAtItsFirstUse()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("x")] });
        var first = _time.GetUtcNow();
        family.With("1").Inc();
        _time.Advance(TimeSpan.FromMinutes(1));
        family.With("2").Inc();
        family.With("1").Inc();
        _time.Advance(TimeSpan.FromMinutes(1));
        var log = new VisitorLog();
        _registry.Collect(log);
        log.Created["a_total{x=\"1\"}"].ShouldBe(first);
        log.Created["a_total{x=\"2\"}"].ShouldBe(first.AddMinutes(1));

        family.Remove("1");
        family.With("1");
        _registry.Collect(log);
        log.Created["a_total{x=\"1\"}"].ShouldBe(first.AddMinutes(2));
    }

    [Theory]
    [InlineData("a_total", "a_total")]
    [InlineData("a", "a_total")]
    [InlineData("h", "h")]
    [InlineData("h_bucket", "h")]
    [InlineData("h_sum", "h")]
    [InlineData("h_count", "h")]
    [InlineData("h_created", "h")]
    [InlineData("s_sum", "s")]
    [InlineData("i_info", "i_info")]
    [InlineData("i", "i_info")]
    [InlineData("unknown", "")]
    [InlineData("h_total", "")]
    [InlineData("", "")]
    [InlineData("a_tota", "")]
    [InlineData("H", "")]
    public void Collect_OneName_ShowsTheFamilyThatHasIt(string name, string family)
    {
        RegisterSome();
        Names(new HashSet<string> { name }).ShouldBe(family);
    }

    [Fact]
    public void Collect_SeveralNames_ShowsEachFamilyOnceInOrder()
    {
        RegisterSome();
        Names(new HashSet<string> { "s_count", "h_sum", "h_bucket", "unknown", "a_total" }).ShouldBe("a_total h s");
        Names(new HashSet<string>()).ShouldBe("");
        Names(null).ShouldBe("a_total h i_info s");
    }

    [Fact]
    public void Collect_NamesWithoutTheCallback_DoesNotCallIt()
    {
        var reads = 0;
        _registry.GaugeCallback(new GaugeDefinition("g", "Help."), () => ++reads);
        _registry.Counter("a_total", "Help.");
        Names(new HashSet<string> { "a_total" }).ShouldBe("a_total");
        reads.ShouldBe(0);
        Names(new HashSet<string> { "g" }).ShouldBe("g");
        reads.ShouldBe(1);
    }

    [Fact]
    public void Collect_Null_Throws() => Should.Throw<ArgumentNullException>(() => _registry.Collect(null!));

    [Fact]
    public void Families_AfterRegistrations_AreOrderedByName()
    {
        foreach (var name in new[] { "b", "a", "B", "a_a", "aa" })
            _registry.Gauge(name, "Help.");
        _registry.Families.Select(f => f.Name).ShouldBe(["B", "a", "a_a", "aa", "b"]);
    }

    private void RegisterSome()
    {
        _registry.Counter("a_total", "Help.");
        _registry.Histogram("h", "Help.");
        _registry.Summary("s", "Help.");
        _registry.Info(new InfoDefinition<Fact>("i_info", "Help.")).Set(new("1"));
    }

    private List<string> Lines(IReadOnlySet<string>? names = null)
    {
        var log = new VisitorLog();
        _registry.Collect(log, names);
        return log.Lines;
    }

    private string Names(IReadOnlySet<string>? names) =>
        string.Join(" ", Lines(names).Where(l => l.StartsWith("begin ", StringComparison.Ordinal)).Select(l => l["begin ".Length..]));

    [Fact(Timeout = Threads.Timeout)]
    public async Task Collect_NamesWhileFamiliesAreRegistered_FindsAllThatExist()
    {
        var registry = Scraping.NewRegistry();
        var registered = 0;
        var registering = Threads.Start(() =>
        {
            for (var i = 0; i < 3000; i++)
            {
                registry.Counter($"m{i}_total", "Help.");
                Volatile.Write(ref registered, i + 1);
            }
        });
        await Threads.Run(2, _ =>
        {
            while (!registering.IsCompleted)
            {
                var count = Volatile.Read(ref registered);
                HashSet<string> names = [.. Enumerable.Range(Math.Max(0, count - 3), Math.Min(count, 3)).Select(i => $"m{i}_total"), "m0_created", "m2999_total", "unknown"];
                VisitorLog log = new();
                registry.Collect(log, names);
                log.Created.Keys.Count(name => name != "m2999_total{}").ShouldBeGreaterThanOrEqualTo(Math.Min(count, 3));
            }
        });
        await registering;
        VisitorLog all = new();
        registry.Collect(all);
        all.Created.Count.ShouldBe(3000);
    }
}
