using Vernier.Testing;

namespace Vernier.Tests.Families;

public class LabeledFamilyTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void With_WrongNumberOfValues_Throws(int count)
    {
        var family = Family("method", "code");
        string[] values = [.. Enumerable.Repeat("v", count)];
        var message = Should.Throw<ArgumentException>(() => family.With(values)).Message;
        message.ShouldContain($"a_total expects 2 label values (method, code) but got {count}.");
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void With_EqualValues_IsTheSameSeries()
    {
        var family = Family("method", "code");
        var first = family.With("GET", "200");
        family.With(new string("GET"), new string("200".ToCharArray())).ShouldBeSameAs(first);
        family.With("get", "200").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void With_NullAndEmpty_EqualAbsent()
    {
        var family = Family("method", "code");
        family.With("GET", null!).Inc();
        family.With("GET", "").Inc();
        family.With(null!, null!).Inc();
        family.With("", "").Inc();
        family.SeriesCount.ShouldBe(2);
        var scrape = _registry.Scrape();
        scrape.Value("a_total", ("method", "GET")).ShouldBe(2);
        scrape.Value("a_total").ShouldBe(2);
        scrape.Samples.ShouldAllBe(s => s.Labels.All(l => l.Value.Length > 0));
    }

    [Fact]
    public void With_AllPairsOfManyValues_DoNotCollide()
    {
        // Equal pairs, permutations, and pairs with the same concatenation.
        string[] values = ["", "a", "b", "ab", "ba", "aa", "bb", "aab", "\0", "\0a", "a\0", ",", "\",b=\"", .. Enumerable.Range(0, 40).Select(i => $"{i}")];
        var family = Family("one", "other");
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
                family.With(values[i], values[j]).Inc((i * 100) + j);
        }

        family.SeriesCount.ShouldBe(values.Length * values.Length);
        var scrape = _registry.Scrape();
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
                scrape.Value("a_total", ("one", values[i]), ("other", values[j])).ShouldBe((i * 100) + j);
        }
    }

    [Fact]
    public void With_CallerChangesItsArray_KeepsTheKey()
    {
        var family = Family("method", "code");
        string[] values = ["GET", "200"];
        family.With(values).Inc();
        values[0] = "PUT";
        values[1] = null!;
        family.With(values).Inc(2);
        family.With("GET", "200").Value.ShouldBe(1);
        _registry.Scrape().Value("a_total", ("method", "GET"), ("code", "200")).ShouldBe(1);
        _registry.Scrape().Value("a_total", ("method", "PUT")).ShouldBe(2);
    }

    [Theory]
    [InlineData(0xd800)]
    [InlineData(0xdfff)]
    public void With_UnpairedSurrogate_IsTheSeriesThatIsReadBack(int surrogate)
    {
        var lone = (char)surrogate; // An attribute cannot contain the character.
        var family = Family("value");
        var counter = family.With($"a{lone}b");
        counter.Inc();
        family.With($"a{lone}b").ShouldBeSameAs(counter);
        family.With("a\ufffdb").ShouldBeSameAs(counter);
        family.SeriesCount.ShouldBe(1);
        _registry.Scrape().Value("a_total", ("value", "a\ufffdb")).ShouldBe(1);
        _registry.ScrapeOpenMetrics().Value("a_total", ("value", "a\ufffdb")).ShouldBe(1);
        family.Remove($"a{lone}b").ShouldBeTrue();
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void With_SurrogatePair_IsUnchanged()
    {
        Family("value").With("😀").Inc();
        _registry.Scrape().Value("a_total", ("value", "😀")).ShouldBe(1);
    }

    [Fact]
    public void With_ValueOutsideTheClosedSet_Throws()
    {
        var definition = new CounterDefinition("a_total", "Help.") { Labels = [new("state") { Values = ["on", "off"] }, new("other")] };
        var family = _registry.CounterFamily(definition);
        family.With("on", "x").Inc();
        Should.Throw<ArgumentOutOfRangeException>(() => family.With("ON", "x")).Message.ShouldContain("on, off");
        family.SeriesCount.ShouldBe(1);
    }

    [Fact]
    public void LabelValues_OfASeries_AreTheGivenOnes()
    {
        var counter = Family("method", "code").With("GET", null!);
        counter.LabelValues.ToArray().ShouldBe(["GET", ""]);
        counter.Family.LabelNames.ShouldBe(["method", "code"]);
    }

    [Fact]
    public void With_NineLabels_DistinguishesThem()
    {
        var family = Family([.. Enumerable.Range(1, 9).Select(i => $"l{i}")]);
        for (var i = 0; i < 9; i++)
        {
            string[] values = [.. Enumerable.Repeat("x", 9)];
            values[i] = "y";
            family.With(values).Inc(i);
        }

        var scrape = _registry.Scrape();
        for (var i = 0; i < 9; i++)
            scrape.Samples.Single(s => s.Labels[$"l{i + 1}"] == "y").Value.ShouldBe(i);
    }

    [Fact]
    public void With_ManyLongValuesThatDifferInAFewPlaces_AreDistinguished()
    {
        // Whatever part of a value a look-up reads, some of these values are equal there.
        var family = _registry.GaugeFamily(new GaugeDefinition("g", "Help.") { Labels = [new("x"), new("y")] });
        var values = new List<string>();
        for (var i = 0; i < 48; i++)
        {
            for (var j = i; j < 48; j++)
            {
                var value = new string('a', 48).ToCharArray();
                value[i] = 'b';
                value[j] = 'c';
                values.Add(new string(value));
            }
        }

        for (var i = 0; i < values.Count; i++)
        {
            family.With(values[i], "same").Set(i);
            family.With("same", values[i]).Set(-i);
        }

        family.SeriesCount.ShouldBe(2 * values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            family.With(new string(values[i].AsSpan()), "same").Value.ShouldBe(i);
            family.With("same", new string(values[i].AsSpan())).Value.ShouldBe(-i);
        }

        family.SeriesCount.ShouldBe(2 * values.Count);
    }

    private CounterFamily Family(params string[] labels) =>
        _registry.CounterFamily(new CounterDefinition("a_total", "Help.") { Labels = [.. labels.Select(l => new LabelDefinition(l))] });
}
