using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.Tests.Instruments;

public class StateSetTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Circuit : short
    {
        Closed = -1,
        [LabelValue("half-open")]
        HalfOpen = 3,
        Open = 4,
    }

    private enum Nothing
    {
    }

    [Fact]
    public void Scrape_NewStateSet_HasAllStatesOff()
    {
        _registry.StateSet(Features());
        On().ShouldBe("");
        _registry.ScrapeOpenMetrics().Family("features").Type.ShouldBe(ParsedFamilyType.StateSet);
        _registry.Scrape().Family("features").Type.ShouldBe(ParsedFamilyType.Gauge);
    }

    [Fact]
    public void Set_OneState_TurnsAllOthersOff()
    {
        var states = _registry.StateSet(Features());
        states.Set("a", true);
        states.Set("b", true);
        On().ShouldBe("a b");
        states.Set("c");
        On().ShouldBe("c");
        states.Set("a", true);
        states.Set("c", false);
        states.Set("b", false);
        On().ShouldBe("a");
        states.IsOn("a").ShouldBeTrue();
        states.IsOn("b").ShouldBeFalse();
    }

    [Fact]
    public void Set_UnknownState_ThrowsAndChangesNothing()
    {
        var states = _registry.StateSet(Features());
        states.Set("a");
        Should.Throw<ArgumentOutOfRangeException>(() => states.Set("A")).Message.ShouldContain("features has the states a, b, c");
        Should.Throw<ArgumentOutOfRangeException>(() => states.Set("d", true));
        Should.Throw<ArgumentOutOfRangeException>(() => states.Set("", false));
        Should.Throw<ArgumentOutOfRangeException>(() => states.IsOn(null!));
        On().ShouldBe("a");
    }

    [Fact]
    public void Set_LabeledFamily_HasStatesForEachSeries()
    {
        var family = _registry.StateSetFamily(Features() with { Labels = [new("host")] });
        family.With("one").Set("a");
        family.With("two").Set("b");
        var scrape = _registry.ScrapeOpenMetrics();
        scrape.Value("features", ("host", "one"), ("features", "a")).ShouldBe(1);
        scrape.Value("features", ("host", "one"), ("features", "b")).ShouldBe(0);
        scrape.Value("features", ("host", "two"), ("features", "b")).ShouldBe(1);
    }

    [Fact]
    public void Typed_NewStateSet_IsInItsFirstState()
    {
        var circuit = _registry.StateSet(new StateSetDefinition<Circuit>("features", "Help."));
        circuit.IsOn(Circuit.Closed).ShouldBeTrue();
        On().ShouldBe("closed");
        _registry.Scrape().Samples.Select(s => s.Labels["features"]).ShouldBe(["closed", "half-open", "open"]);
    }

    [Fact]
    public void Typed_Set_IsExactlyOneState()
    {
        var circuit = _registry.StateSet(new StateSetDefinition<Circuit>("features", "Help."));
        circuit.Set(Circuit.Open);
        On().ShouldBe("open");
        circuit.Set(Circuit.HalfOpen);
        On().ShouldBe("half-open");
        circuit.IsOn(Circuit.Open).ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => circuit.Set((Circuit)0));
        Should.Throw<ArgumentOutOfRangeException>(() => circuit.IsOn((Circuit)5));
        On().ShouldBe("half-open");
    }

    [Fact]
    public void Typed_SameDefinitionAgain_KeepsItsState()
    {
        var definition = new StateSetDefinition<Circuit>("features", "Help.");
        var circuit = _registry.StateSet(definition);
        circuit.Set(Circuit.Open);
        var again = _registry.StateSet(definition);
        again.IsOn(Circuit.Open).ShouldBeTrue();
        On().ShouldBe("open");
        again.Set(Circuit.HalfOpen);
        circuit.IsOn(Circuit.HalfOpen).ShouldBeTrue();
    }

    [Fact]
    public void Typed_EnumWithoutMembers_ThrowsWithTheNameOfTheMetric() =>
        Should.Throw<MetricDefinitionException>(() => _registry.StateSet(new StateSetDefinition<Nothing>("features", "Help."))).Message.ShouldContain("features");

    private static StateSetDefinition Features() => new("features", "Help.") { States = ["a", "b", "c"] };

    private string On() => string.Join(" ", _registry.ScrapeOpenMetrics().Samples.Where(s => s.Value == 1).Select(s => s.Labels["features"]));
}
