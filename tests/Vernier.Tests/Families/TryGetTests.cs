using Vernier.Testing;

namespace Vernier.Tests.Families;

public class TryGetTests
{
    private readonly ManualTime _time = new();
    private readonly MetricRegistry _registry;

    public TryGetTests() => _registry = Scraping.NewRegistry(_time);

    private enum State
    {
        On,
        Off,
    }

    [Fact]
    public void TryGet_MissingSeries_IsFalseAndCreatesNothing()
    {
        var byStrings = _registry.Counter("a_total", "Help.", labels: ["one", "other"]);
        var byText = _registry.Gauge<Text>("b", "Help.");
        var byIndex = _registry.Histogram<OfState>("c", "Help.");
        var mixed = _registry.Summary<Mixed>("d", "Help.");
        var states = _registry.StateSet("e", "Help.", states: ["x", "y"], labels: ["name"]);

        byStrings.TryGet(["v", "w"], out var counter).ShouldBeFalse();
        counter.ShouldBeNull();
        byText.TryGet(new("v", "w"), out _).ShouldBeFalse();
        byIndex.TryGet(new(State.On), out _).ShouldBeFalse();
        mixed.TryGet(new("v", State.On), out _).ShouldBeFalse();
        states.TryGet(["v"], out _).ShouldBeFalse();

        _registry.Families.ShouldAllBe(f => f.SeriesCount == 0);
        _registry.Scrape().Families.ShouldBeEmpty();
    }

    [Fact]
    public void TryGet_ExistingSeries_IsTheOneOfWith()
    {
        var byStrings = _registry.Counter("a_total", "Help.", labels: ["one", "other"]);
        var byText = _registry.Gauge<Text>("b", "Help.");
        var byIndex = _registry.Histogram<OfState>("c", "Help.");
        var mixed = _registry.Summary<Mixed>("d", "Help.");

        var first = byStrings.With("v", null!);
        byStrings.TryGet(["v", ""], out var counter).ShouldBeTrue();
        counter.ShouldBeSameAs(first);
        var second = byText.With(new("v", "w"));
        byText.TryGet(new("v", "w"), out var gauge).ShouldBeTrue();
        gauge.ShouldBeSameAs(second);
        var third = byIndex.With(new(State.Off));
        byIndex.TryGet(new(State.Off), out var histogram).ShouldBeTrue();
        histogram.ShouldBeSameAs(third);
        byIndex.TryGet(new(State.On), out _).ShouldBeFalse();
        var fourth = mixed.With(new("v", State.Off));
        mixed.TryGet(new("v", State.Off), out var summary).ShouldBeTrue();
        summary.ShouldBeSameAs(fourth);
    }

    [Fact]
    public void TryGet_ValueThatIsExposedOtherwise_FindsTheSeries()
    {
        var lone = '\ud800'.ToString();
        var family = _registry.Counter("a_total", "Help.", labels: ["value"]);
        var counter = family.With(lone);
        family.TryGet([lone], out var found).ShouldBeTrue();
        found.ShouldBeSameAs(counter);
    }

    [Fact]
    public void TryGet_RemovedSeries_IsFalse()
    {
        var family = _registry.Gauge<OfState>("a", "Help.");
        family.With(new(State.On)).Set(1);
        family.Remove(new(State.On)).ShouldBeTrue();
        family.TryGet(new(State.On), out _).ShouldBeFalse();
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void TryGet_FoldedLabels_IsNotTheOverflowSeries()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")], MaxSeries = 1 });
        family.With("a").Inc();
        family.With("b").Inc();
        family.TryGet(["b"], out _).ShouldBeFalse();
        family.TryGet(["_overflow"], out var overflow).ShouldBeTrue();
        overflow!.Value.ShouldBe(1);
    }

    [Fact]
    public void TryGet_IdleSeries_DoesNotDelayItsExpiry()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("value")], ExpireAfter = TimeSpan.FromMinutes(1) });
        family.With("a").Inc();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(15));
            _registry.Scrape();
            family.TryGet(["a"], out var series);
            _ = series?.Value;
        }
        family.TryGet(["a"], out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void TryGet_WrongNumberOfValues_Throws(int count)
    {
        var family = _registry.Gauge("a", "Help.", labels: ["value"]);
        string[] values = [.. Enumerable.Repeat("v", count)];
        Should.Throw<ArgumentException>(() => family.TryGet(values, out _)).Message.ShouldContain($"a expects 1 label values (value) but got {count}.");
        Should.Throw<ArgumentException>(() => family.Remove(values));
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void TryGet_NumberThatIsNotAMember_Throws()
    {
        var family = _registry.Gauge<OfState>("a", "Help.");
        Should.Throw<ArgumentOutOfRangeException>(() => family.TryGet(new((State)7), out _));
    }

    [Fact]
    public void Reading_RemovedInstrument_CreatesNoSeries()
    {
        var counter = _registry.Counter("a_total", "Help.", labels: ["value"]);
        var histogram = _registry.Histogram("b", "Help.", labels: ["value"]);
        var states = _registry.StateSet("c", "Help.", states: ["x"], labels: ["value"]);
        var first = counter.With("v");
        var second = histogram.With("v");
        var third = states.With("v");
        counter.Clear();
        histogram.Clear();
        states.Clear();

        _ = first.Value;
        _ = second.Count;
        _ = second.Sum;
        _ = third.IsOn("x");
        counter.Remove("v").ShouldBeFalse();

        _registry.Families.ShouldAllBe(f => f.SeriesCount == 0);
    }

    private readonly record struct OfState(State State);

    private readonly record struct Text(string One, string Other);

    private readonly record struct Mixed(string Name, State State);
}
