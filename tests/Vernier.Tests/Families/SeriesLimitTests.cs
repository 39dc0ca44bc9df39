using Vernier.Testing;

namespace Vernier.Tests.Families;

public class SeriesLimitTests
{
    private const string Overflow = "_overflow";
    private const string Overflows = "vernier_series_overflows_total";

    private readonly MetricRegistry _registry = new(new MetricRegistryOptions { MaxSeriesPerFamily = 3 });

    private enum Level
    {
        Low,
        Middle,
        High,
        Highest,
        Beyond,
    }

    [Fact]
    public void With_MoreSeriesThanTheRegistryAllows_FoldsIntoOneSeries()
    {
        var family = Family(new CounterDefinition("a_total", "Help."), "one", "other");
        for (var i = 0; i < 10; i++)
            family.With($"{i}", "x").Inc();

        var scrape = _registry.Scrape();
        scrape.Family("a_total").Samples.Count.ShouldBe(4);
        for (var i = 0; i < 3; i++)
            scrape.Value("a_total", ("one", $"{i}"), ("other", "x")).ShouldBe(1);
        scrape.Value("a_total", ("one", Overflow), ("other", Overflow)).ShouldBe(7);
        scrape.Value(Overflows, ("family", "a_total")).ShouldBe(7);
    }

    [Fact]
    public void With_KnownSeriesOfAFullFamily_IsNotFolded()
    {
        var family = Family(new CounterDefinition("a_total", "Help."), "one");
        for (var i = 0; i < 5; i++)
            family.With($"{i}").Inc();
        family.With("2").Inc();
        _registry.Scrape().Value("a_total", ("one", "2")).ShouldBe(2);
        _registry.Scrape().Value(Overflows, ("family", "a_total")).ShouldBe(2);
    }

    [Fact]
    public void With_LimitOfTheFamily_OverridesTheRegistry()
    {
        var small = Family(new CounterDefinition("small_total", "Help.") { MaxSeries = 1 }, "one");
        var large = Family(new CounterDefinition("large_total", "Help.") { MaxSeries = 5 }, "one");
        for (var i = 0; i < 8; i++)
        {
            small.With($"{i}").Inc();
            large.With($"{i}").Inc();
        }

        var scrape = _registry.Scrape();
        scrape.Value("small_total", ("one", Overflow)).ShouldBe(7);
        scrape.Value("large_total", ("one", Overflow)).ShouldBe(3);
    }

    [Fact]
    public void With_NoLimit_FoldsNothing()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = 0 });
        var family = registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [new("one")] });
        for (var i = 0; i < 20_000; i++)
            family.With($"{i}").Inc();
        family.SeriesCount.ShouldBe(20_000);
        registry.Scrape().HasFamily(Overflows).ShouldBeFalse();
    }

    [Fact]
    public void NewRegistry_NegativeLimit_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = -1 }));

    [Fact]
    public void With_MoreValuesThanTheLabelAllows_FoldsOnlyThatLabel()
    {
        var definition = new CounterDefinition("a_total", "Help.") { MaxSeries = 100, Labels = [new("path") { MaxValues = 2 }, new("code")] };
        var family = _registry.CounterFamily(definition);
        foreach (var path in new[] { "/a", "/b", "/c", "/d" })
        {
            family.With(path, "200").Inc();
            family.With(path, "500").Inc();
        }

        var scrape = _registry.Scrape();
        scrape.Family("a_total").Samples.Count.ShouldBe(6);
        scrape.Value("a_total", ("path", "/b"), ("code", "500")).ShouldBe(1);
        scrape.Value("a_total", ("path", Overflow), ("code", "200")).ShouldBe(2);
        scrape.Value("a_total", ("path", Overflow), ("code", "500")).ShouldBe(2);
        scrape.Value(Overflows, ("family", "a_total")).ShouldBe(4);
    }

    [Fact]
    public void With_AbsentLabel_DoesNotCountAsValue()
    {
        var definition = new CounterDefinition("a_total", "Help.") { MaxSeries = 100, Labels = [new("path") { MaxValues = 1 }] };
        var family = _registry.CounterFamily(definition);
        family.With("").Inc();
        family.With("/a").Inc();
        family.With([null!]).Inc();
        family.Remove("").ShouldBeTrue();
        family.With("").Inc(); // The label is now full.
        var scrape = _registry.Scrape();
        scrape.Value("a_total").ShouldBe(1);
        scrape.Value("a_total", ("path", "/a")).ShouldBe(1);
        scrape.HasFamily(Overflows).ShouldBeFalse();
    }

    [Fact]
    public void With_TypedLabelsBeyondTheLimit_AreFolded()
    {
        var text = _registry.Counter<Text>("text_total", "Help.");
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        var limited = _registry.Counter<Limited>("limited_total", "Help.");
        for (var i = 0; i < 5; i++)
        {
            text.With(new($"{i}")).Inc();
            level.With(new((Level)i)).Inc();
            limited.With(new($"{i}")).Inc();
        }

        var scrape = _registry.Scrape();
        scrape.Value("text_total", ("value", Overflow)).ShouldBe(2);
        scrape.Value("level_total", ("level", Overflow)).ShouldBe(2);
        scrape.Value("level_total", ("level", "high")).ShouldBe(1);
        scrape.Value("limited_total", ("value", Overflow)).ShouldBe(3);
    }

    [Fact]
    public void With_RecordingBeyondTheLimit_IsCountedForAnyLabels()
    {
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        var text = _registry.Counter<Text>("text_total", "Help.");
        for (var i = 0; i < 5; i++)
        {
            level.With(new((Level)i)).Inc();
            level.With(new((Level)i)).Inc();
            text.With(new($"{i}")).Inc();
            text.With(new($"{i}")).Inc();
        }

        _registry.Scrape().Value(Overflows, ("family", "text_total")).ShouldBe(4);
        _registry.Scrape().Value(Overflows, ("family", "level_total")).ShouldBe(4);
    }

    [Fact]
    public void With_RoomAfterARemoval_IsAnOrdinarySeriesAgain()
    {
        var level = _registry.Counter<OfLevel>("level_total", "Help.");
        var text = _registry.Counter<Text>("text_total", "Help.");
        for (var i = 0; i < 5; i++)
        {
            level.With(new((Level)i)).Inc();
            text.With(new($"{i}")).Inc();
        }

        level.Remove(new(Level.Low)).ShouldBeTrue();
        text.Remove(new("0")).ShouldBeTrue();
        level.With(new(Level.Beyond)).Inc();
        text.With(new("4")).Inc();
        _registry.Scrape().Value("text_total", ("value", "4")).ShouldBe(1);
        _registry.Scrape().Value("level_total", ("level", "beyond")).ShouldBe(1);
    }

    [Fact]
    public void With_RoomForALabelAfterARemoval_IsAnOrdinarySeriesAgain()
    {
        var limited = _registry.Counter<Limited>("a_total", "Help.");
        limited.With(new("a")).Inc();
        limited.With(new("b")).Inc();
        limited.With(new("c")).Inc();
        limited.Remove(new("a")).ShouldBeTrue();
        limited.With(new("c")).Inc();
        _registry.Scrape().Value("a_total", ("value", "c")).ShouldBe(1);
        limited.With(new("a")).Inc();
        _registry.Scrape().Value("a_total", ("value", Overflow)).ShouldBe(2);
    }

    [Fact]
    public void With_LabelAndFamilyOverflow_ShareOneSeries()
    {
        var definition = new CounterDefinition("a_total", "Help.") { MaxSeries = 3, Labels = [new("path") { MaxValues = 2 }] };
        var family = _registry.CounterFamily(definition);
        family.With("a").Inc();
        family.With("b").Inc();
        family.With("c").Inc(); // The label is full.
        family.With("").Inc(); // The family may be full.
        family.With("d").Inc();
        var scrape = _registry.Scrape(); // The parser rejects duplicate series.
        scrape.Family("a_total").Samples.Sum(s => s.Value).ShouldBe(5);
        scrape.Value("a_total", ("path", Overflow)).ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void With_SeriesNamedLikeTheOverflow_SharesItsSeries()
    {
        var family = Family(new CounterDefinition("a_total", "Help."), "one");
        family.With(Overflow).Inc();
        for (var i = 0; i < 5; i++)
            family.With($"{i}").Inc();
        var scrape = _registry.Scrape();
        scrape.Family("a_total").Samples.Sum(s => s.Value).ShouldBe(6);
        scrape.Value("a_total", ("one", Overflow)).ShouldBeGreaterThan(2);
    }

    [Fact]
    public void Remove_OverflowSeries_ResetsIt()
    {
        var family = Family(new CounterDefinition("a_total", "Help."), "one");
        for (var i = 0; i < 5; i++)
            family.With($"{i}").Inc();
        family.Remove(Overflow).ShouldBeTrue();
        _registry.Scrape().Family("a_total").Samples.Count.ShouldBe(3);
        family.With("9").Inc();
        _registry.Scrape().Value("a_total", ("one", Overflow)).ShouldBe(1);
    }

    [Fact]
    public void Clear_FullFamily_HasRoomAgain()
    {
        var limited = _registry.Counter<Limited>("a_total", "Help.");
        for (var i = 0; i < 5; i++)
            limited.With(new($"{i}")).Inc();
        limited.Clear();
        limited.With(new("8")).Inc();
        limited.With(new("9")).Inc();
        var family = _registry.Scrape().Family("a_total");
        family.Samples.Select(s => s.Labels["value"]).ShouldBe(["8", "9"], ignoreOrder: true);
    }

    [Fact]
    public void With_MoreFamiliesOverflowThanAFamilyMayHaveSeries_AreAllCounted()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = 1 });
        for (var i = 0; i < 3; i++)
        {
            var text = registry.Counter<Text>($"a{i}_total", "Help.");
            text.With(new("a")).Inc();
            text.With(new("b")).Inc();
        }

        for (var i = 0; i < 3; i++)
            registry.Scrape().Value(Overflows, ("family", $"a{i}_total")).ShouldBe(1);
    }

    [Fact]
    public void With_UnlabeledMetricUnderALimitOfOne_IsNeverFolded()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = 1 });
        registry.Counter("a_total", "Help.").Inc();
        registry.Scrape().Value("a_total").ShouldBe(1);
    }

    private CounterFamily Family(CounterDefinition definition, params string[] labels) =>
        _registry.CounterFamily(definition with { Labels = [.. labels.Select(l => new LabelDefinition(l))] });

    private readonly record struct Text(string Value);

    private readonly record struct Limited([property: Label(MaxValues = 2)] string Value);

    private readonly record struct OfLevel(Level Level);
}
