using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>Look-ups in a family that is full, and removals from families with limits.</summary>
public class FullFamilyTests
{
    private const string Overflow = "_overflow";
    private const string Overflows = "vernier_series_overflows_total";

    private readonly MetricRegistry _registry = new();

    private enum Kind
    {
        A,
        B,
    }

    [Fact]
    public void With_FullFamily_AllocatesNothing()
    {
        var plain = FullFamily();
        var text = Fill(_registry.Counter(new CounterDefinition<Text>("text_total", "Help.") { MaxSeries = 2 }), i => new($"{i}", ""));
        var mixed = Fill(_registry.Counter(new CounterDefinition<Mixed>("mixed_total", "Help.") { MaxSeries = 2 }), i => new(Kind.A, $"{i}"));
        var closed = Fill(_registry.Counter(new CounterDefinition<Closed>("closed_total", "Help.") { MaxSeries = 1 }), i => new((Kind)(i % 2)));
        var limited = Fill(_registry.Counter<Limited>("limited_total", "Help."), i => new($"{i}"));
        Allocations.Of(() => plain.With("x", "y", "z").Inc()).ShouldBe(0);
        Allocations.Of(() => text.With(new("x", "y")).Inc()).ShouldBe(0);
        Allocations.Of(() => mixed.With(new(Kind.B, "y")).Inc()).ShouldBe(0);
        Allocations.Of(() => closed.With(new(Kind.B)).Inc()).ShouldBe(0);
        Allocations.Of(() => limited.With(new("y")).Inc()).ShouldBe(0);
    }

    [Fact]
    public void With_FullFamily_CountsEachLookUp()
    {
        var family = FullFamily();
        var before = _registry.Scrape().Value(Overflows, ("family", "full_total"));
        for (var i = 0; i < 10; i++)
            family.With("x", "y", $"{i}").Inc();
        _registry.Scrape().Value(Overflows, ("family", "full_total")).ShouldBe(before + 10);
    }

    [Fact]
    public void With_FullFamilyAndAnUnpairedSurrogate_FindsTheSeries()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { MaxSeries = 1, Labels = [new("x")] });
        var series = family.With("a\ud800");
        family.With("b");
        family.With("a\ud800").ShouldBeSameAs(series);
    }

    [Fact]
    public void With_FullFamilyAndAValueThatIsNotAllowed_Throws()
    {
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { MaxSeries = 1, Labels = [new("x") { Values = ["a", "b"] }] });
        family.With("a");
        family.With("b").LabelValues.ToArray().ShouldBe([Overflow]);
        Should.Throw<ArgumentOutOfRangeException>(() => family.With("c"));
    }

    [Fact]
    public void With_FamilyThatIsNoLongerFull_AddsTheSeries()
    {
        var family = FullFamily();
        family.Remove("0", "", "").ShouldBeTrue();
        family.With("x", "y", "z").LabelValues.ToArray().ShouldBe(["x", "y", "z"]);
        family.With("x", "y", "other").LabelValues.ToArray().ShouldBe([Overflow, Overflow, Overflow]);
        family.Remove(Overflow, Overflow, Overflow).ShouldBeTrue();
        family.Remove("x", "y", "z").ShouldBeTrue();
        family.With("x", "y", "other").LabelValues.ToArray().ShouldBe(["x", "y", "other"]);
        family.Clear();
        family.With("a", "b", "c").LabelValues.ToArray().ShouldBe(["a", "b", "c"]);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task With_FullFamilyThatChanges_NeverMissesASeriesThatExists()
    {
        // Few series, so that the table is rebuilt often.
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { MaxSeries = 12, Labels = [new("x")] });
        Counter[] held = [.. Enumerable.Range(0, 4).Select(i => family.With($"held {i}"))];
        await Threads.Run(4, role =>
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (role < 2)
                    family.With(new string($"held {i % 4}".AsSpan())).ShouldBeSameAs(held[i % 4]);
                else if (i % 2 == 0)
                    family.With($"{i % 20}").Inc();
                else
                    family.Remove($"{i % 17}");
            }
        });
    }

    [Fact]
    public void Remove_OneOfTwoSeriesWithAValue_DoesNotMakeRoom()
    {
        var family = LimitedFamily();
        family.With("a", "1");
        family.With("a", "2");
        family.With("b", "1");
        family.Remove("a", "1").ShouldBeTrue();
        family.With("c", "1").LabelValues[0].ShouldBe(Overflow);
        family.Remove("a", "2").ShouldBeTrue();
        family.With("c", "1").LabelValues[0].ShouldBe("c");
        family.With("a", "1").LabelValues[0].ShouldBe(Overflow);
    }

    [Fact]
    public void Remove_OverflowAndAbsentValues_DoNotChangeTheCount()
    {
        var family = LimitedFamily();
        foreach (var value in new[] { "a", "b", "c", "" })
            family.With(value, "1");
        family.Remove(Overflow, "1").ShouldBeTrue();
        family.Remove("", "1").ShouldBeTrue();
        family.With("c", "1").LabelValues[0].ShouldBe(Overflow);
        family.Clear();
        family.With("c", "1").LabelValues[0].ShouldBe("c");
        family.With("d", "1").LabelValues[0].ShouldBe("d");
        family.With("e", "1").LabelValues[0].ShouldBe(Overflow);
    }

    [Fact(Timeout = Threads.Timeout)]
    public async Task Remove_ByFourThreads_RemovesEachSeriesOnce()
    {
        const int Series = 20_000;
        var family = _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { MaxSeries = Series, Labels = [new("x") { MaxValues = Series }] });
        for (var i = 0; i < Series; i++)
            family.With($"{i}");
        var removed = 0;
        await Threads.Run(4, _ =>
        {
            for (var i = 0; i < Series; i++)
            {
                if (family.Remove($"{i}"))
                    Interlocked.Increment(ref removed);
            }
        });
        removed.ShouldBe(Series);
        family.SeriesCount.ShouldBe(0);
        for (var i = 0; i < Series; i++)
            family.With($"new {i}").LabelValues[0].ShouldBe($"new {i}");
    }

    private CounterFamily LimitedFamily() =>
        _registry.CounterFamily(new CounterDefinition("limited_total", "Help.") { Labels = [new("x") { MaxValues = 2 }, new("y")] });

    private CounterFamily FullFamily()
    {
        var family = _registry.CounterFamily(new CounterDefinition("full_total", "Help.") { MaxSeries = 2, Labels = [new("x"), new("y"), new("z")] });
        for (var i = 0; i < 3; i++)
            family.With($"{i}", "", "");
        return family;
    }

    private static CounterFamily<TLabels> Fill<TLabels>(CounterFamily<TLabels> family, Func<int, TLabels> labels)
        where TLabels : struct
    {
        for (var i = 0; i < 3; i++)
            family.With(labels(i));
        return family;
    }

    private readonly record struct Text(string X, string Y);

    private readonly record struct Mixed(Kind Kind, string X);

    private readonly record struct Closed(Kind Kind);

    private readonly record struct Limited([property: Label(MaxValues = 1)] string X);
}
