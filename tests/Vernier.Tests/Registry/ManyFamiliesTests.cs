using Vernier.Exposition;
using Vernier.Registry;
using Vernier.Testing;

namespace Vernier.Tests.Registry;

/// <summary>The cost of a registration does not depend on the number of families, and registering an equal metric again is cheap.</summary>
public class ManyFamiliesTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum State
    {
        On,
        Off,
    }

    [Fact]
    public void Register_ManyFamilies_AllocatesTheSameForEach()
    {
        BytesPerFamily(100); // Warms up.
        BytesPerFamily(16_000).ShouldBeLessThan(2 * BytesPerFamily(1_000));
    }

    [Fact]
    public void Families_AfterARegistration_AreSortedAndEarlierListsDoNotChange()
    {
        _registry.Counter("c_total", "Help.");
        _registry.Counter("a_total", "Help.");
        var earlier = _registry.Families;
        _registry.Counter("b_total", "Help.");
        _registry.Counter("B_total", "Help.");
        earlier.Select(f => f.Name).ShouldBe(["a_total", "c_total"]);
        _registry.Families.Select(f => f.Name).ShouldBe(["B_total", "a_total", "b_total", "c_total"]);
        _registry.Families.ShouldBeSameAs(_registry.Families);
        _registry.Scrape().Families.Select(f => f.Name).ShouldBe(["B_total", "a_total", "b_total", "c_total"]);
    }

    [Fact]
    public void Register_ByNameAgain_AllocatesNothing()
    {
        string[] labels = ["x", "y"];
        double[] buckets = [1, 2];
        double[] quantiles = [0.5];
        ShouldBeFreeAgain(() => _registry.Counter("a_total", "Help."));
        ShouldBeFreeAgain(() => _registry.Counter("b_total", "Help.", labels));
        ShouldBeFreeAgain(() => _registry.Counter<Labels>("c_total", "Help."));
        ShouldBeFreeAgain(() => _registry.Gauge("d", "Help."));
        ShouldBeFreeAgain(() => _registry.Gauge("e", "Help.", labels));
        ShouldBeFreeAgain(() => _registry.Gauge<Labels>("f", "Help."));
        ShouldBeFreeAgain(() => _registry.Histogram("g", "Help."));
        ShouldBeFreeAgain(() => _registry.Histogram("h", "Help.", buckets));
        ShouldBeFreeAgain(() => _registry.Histogram("i", "Help.", labels, buckets));
        ShouldBeFreeAgain(() => _registry.Histogram<Labels>("j", "Help."));
        ShouldBeFreeAgain(() => _registry.Summary("k", "Help."));
        ShouldBeFreeAgain(() => _registry.Summary("l", "Help.", labels, quantiles));
        ShouldBeFreeAgain(() => _registry.Summary<Labels>("m", "Help."));
        ShouldBeFreeAgain(() => _registry.Info<Labels>("n_info", "Help."));
    }

    [Fact]
    public void Register_ByDefinitionAgain_AllocatesNothing()
    {
        var counter = new CounterDefinition("a_total", "Help.") { Unit = "seconds", MaxSeries = 7 };
        var equal = new CounterDefinition("a_total", "Help.") { Unit = "seconds", MaxSeries = 7 };
        var typed = new HistogramDefinition<Labels>("b", "Help.") { Buckets = [1, 2] };
        var equalTyped = new HistogramDefinition<Labels>("b", "Help.") { Buckets = [1, 2] };
        ShouldBeFreeAgain(() => _registry.Counter(counter));
        ShouldBeFreeAgain(() => _registry.Counter(equal));
        ShouldBeFreeAgain(() => _registry.Histogram(typed));
        ShouldBeFreeAgain(() => _registry.Histogram(equalTyped));
        _registry.Histogram(typed).Definition.ShouldBeSameAs(typed);
    }

    [Fact]
    public void Register_ByNameWithAnyDifference_IsRejected()
    {
        _registry.Counter(new CounterDefinition("unit_total", "Help.") { Unit = "seconds" });
        _registry.Counter(new CounterDefinition("constant_total", "Help.") { ConstantLabels = [new("a", "b")] });
        _registry.Counter(new CounterDefinition("max_total", "Help.") { MaxSeries = 5 });
        _registry.Counter(new CounterDefinition("expires_total", "Help.") { ExpireAfter = TimeSpan.FromHours(1) });
        _registry.Counter(new CounterDefinition("exemplars_total", "Help.") { Exemplars = true });
        _registry.CounterFamily(new CounterDefinition("values_total", "Help.") { Labels = [new("x") { Values = ["a"] }] });
        _registry.CounterFamily(new CounterDefinition("limit_total", "Help.") { Labels = [new("x") { MaxValues = 5 }] });
        _registry.CounterFamily(new CounterDefinition<Labels>("typed_total", "Help."));
        _registry.Counter<Labels>("set_total", "Help.");
        _registry.Counter("plain_total", "Help.", ["x"]);
        _registry.Histogram("h", "Help.", buckets: [1, 2]);
        _registry.Summary(new SummaryDefinition("s", "Help.") { MaxAge = TimeSpan.FromHours(1) });
        _registry.GaugeCallback("callback", "Help.", () => 1);
        foreach (var name in new[] { "unit_total", "constant_total", "max_total", "expires_total", "exemplars_total", "plain_total", "set_total" })
            Should.Throw<MetricClashException>(() => _registry.Counter(name, "Help."));
        Should.Throw<MetricClashException>(() => _registry.Counter("plain_total", "Other help.", ["x"]));
        Should.Throw<MetricClashException>(() => _registry.Counter("plain_total", "Help.", ["y"]));
        Should.Throw<MetricClashException>(() => _registry.Counter("plain_total", "Help.", ["x", "y"]));
        Should.Throw<MetricClashException>(() => _registry.Gauge("plain_total", "Help.", ["x"]));
        Should.Throw<MetricClashException>(() => _registry.Counter("values_total", "Help.", ["x"]));
        Should.Throw<MetricClashException>(() => _registry.Counter("limit_total", "Help.", ["x"]));
        Should.Throw<MetricClashException>(() => _registry.Counter("typed_total", "Help.", ["value", "state"]));
        Should.Throw<MetricClashException>(() => _registry.Counter<OtherLabels>("set_total", "Help."));
        Should.Throw<MetricClashException>(() => _registry.Histogram("h", "Help."));
        Should.Throw<MetricClashException>(() => _registry.Histogram("h", "Help.", buckets: [1, 3]));
        Should.Throw<MetricClashException>(() => _registry.Summary("s", "Help."));
        Should.Throw<MetricClashException>(() => _registry.Gauge("callback", "Help."));
        Should.Throw<MetricDefinitionException>(() => _registry.Counter("plain_total", null!));
        Should.Throw<ArgumentNullException>(() => _registry.Counter("plain_total", "Help.", labels: null!));
    }

    [Fact]
    public void AreEqual_DefinitionsThatDiffer_IsFalse()
    {
        MetricDefinition[] all =
        [
            new CounterDefinition("a_total", "Help."),
            new CounterDefinition("a_total", "Other."),
            new CounterDefinition("a_total", "Help.") { Unit = "seconds" },
            new CounterDefinition("a_total", "Help.") { MaxSeries = 1 },
            new CounterDefinition("a_total", "Help.") { ExpireAfter = TimeSpan.FromHours(1) },
            new CounterDefinition("a_total", "Help.") { Exemplars = true },
            new CounterDefinition("a_total", "Help.") { ConstantLabels = [new("a", "b")] },
            new CounterDefinition("a_total", "Help.") { ConstantLabels = [new("a", "c")] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("x")] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("x"), new("y")] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("y"), new("x")] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("x") { MaxValues = 1 }] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("x") { Values = ["a"] }] },
            new CounterDefinition("a_total", "Help.") { Labels = [new("x") { Values = ["a", "b"] }] },
            new CounterDefinition<Labels>("a_total", "Help."),
            new CounterDefinition<OtherLabels>("a_total", "Help."),
            new GaugeDefinition("a_total", "Help."),
            new HistogramDefinition("a_total", "Help."),
            new HistogramDefinition("a_total", "Help.") { Buckets = [1] },
            new HistogramDefinition("a_total", "Help.") { Buckets = [2] },
            new SummaryDefinition("a_total", "Help."),
            new SummaryDefinition("a_total", "Help.") { Quantiles = [0.5] },
            new SummaryDefinition("a_total", "Help.") { MaxAge = TimeSpan.FromHours(1) },
            new StateSetDefinition("a_total", "Help.") { States = ["a"] },
            new StateSetDefinition("a_total", "Help.") { States = ["a", "b"] },
            new StateSetDefinition<State>("a_total", "Help."),
        ];
        foreach (var one in all)
        {
            foreach (var other in all)
                DefinitionDifference.AreEqual(one, other).ShouldBe(DefinitionDifference.Between(one, other) is null, $"{one.GetType()}, {other.GetType()}");
        }
    }

    [Fact]
    public void Register_InvalidDefinitionOfAnExistingName_IsRejected()
    {
        _registry.Counter("a_total", "Help.");
        Should.Throw<MetricDefinitionException>(() => _registry.Counter(new CounterDefinition("a_total", null!)));
        Should.Throw<MetricDefinitionException>(() => _registry.Counter(new CounterDefinition("a_total", "Help.") { Unit = "not valid" }));
        Should.Throw<MetricDefinitionException>(() => _registry.Counter(new CounterDefinition("a_total", "Help.") { ConstantLabels = null! }));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void Render_ManyFamilies_AllocatesAFixedAmount(int count)
    {
        for (var i = 0; i < count; i++)
            _registry.Counter($"family_{i}_total", "Help.").Inc();
        var renderer = new MetricsRenderer(_registry);
        Allocations.Of(() => renderer.Render(ExpositionFormat.PrometheusText).Dispose(), 1000 * 599).ShouldBeLessThan(1000 * 600);
    }

    private static long BytesPerFamily(int count)
    {
        string[] names = [.. Enumerable.Range(0, count).Select(i => $"family_{i}_total")];
        var registry = Scraping.NewRegistry();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var name in names)
            registry.Counter(name, "Help.");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        registry.Families.Count.ShouldBe(count);
        return allocated / count;
    }

    private static void ShouldBeFreeAgain(Func<object> register)
    {
        var first = register();
        register().ShouldBeSameAs(first);
        Allocations.Of(() => register()).ShouldBe(0);
    }

    private readonly record struct Labels(string Value, State State);

    private readonly record struct OtherLabels(string Value);
}
