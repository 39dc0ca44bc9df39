using Vernier.Testing;

namespace Vernier.Tests.Families;

public class TypedFamilyTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Small : byte
    {
        A,
        B,
        C,
    }

    private enum Large : long
    {
        Low = -1,
        High = 1,
    }

    private enum Hundred
    {
        First = 0,
        Second = 1,
        Last = 99,
    }

    [Fact]
    public void With_StringsAndEnum_IsExposedWithItsLabels()
    {
        var orders = _registry.Counter<Checkout>("shop_orders_total", "Orders placed.");
        orders.With(new(Small.B, "DE")).Inc();
        orders.With(new(Small.B, new string("DE".ToCharArray()))).Inc();
        orders.With(new(Small.B, "AT")).Inc(5);
        var scrape = _registry.Scrape();
        scrape.Value("shop_orders_total", ("method", "b"), ("country", "DE")).ShouldBe(2);
        scrape.Value("shop_orders_total", ("method", "b"), ("country", "AT")).ShouldBe(5);
        orders.SeriesCount.ShouldBe(2);
    }

    [Fact]
    public void With_NullAndEmpty_EqualAbsent()
    {
        var orders = _registry.Counter<Checkout>("a_total", "Help.");
        var absent = orders.With(new(Small.A, null!));
        orders.With(new(Small.A, "")).ShouldBeSameAs(absent);
        orders.With(default).ShouldBeSameAs(absent);
        absent.Inc();
        _registry.Scrape().Value("a_total", ("method", "a")).ShouldBe(1);
    }

    [Fact]
    public void With_Booleans_AreFalseAndTrue()
    {
        var gauge = _registry.Gauge<Flags>("a", "Help.");
        gauge.With(new(true, false)).Set(1);
        gauge.With(new(false, true)).Set(2);
        gauge.With(new(true, true)).Set(3);
        var scrape = _registry.Scrape();
        scrape.Value("a", ("is_cached", "true"), ("is_new", "false")).ShouldBe(1);
        scrape.Value("a", ("is_cached", "false"), ("is_new", "true")).ShouldBe(2);
        scrape.Value("a", ("is_cached", "true"), ("is_new", "true")).ShouldBe(3);
        scrape.Samples.Count().ShouldBe(3);
    }

    [Fact]
    public void With_StringPermutationsAndEqualPairs_DoNotCollide()
    {
        var gauge = _registry.Gauge<Pair>("a", "Help.");
        (string One, string Other)[] pairs = [("a", "b"), ("b", "a"), ("a", "a"), ("b", "b"), ("ab", ""), ("", "ab"), ("", "a"), ("a", "")];
        for (var i = 0; i < pairs.Length; i++)
            gauge.With(new(pairs[i].One, pairs[i].Other)).Set(i);
        gauge.SeriesCount.ShouldBe(pairs.Length);
        var scrape = _registry.Scrape();
        for (var i = 0; i < pairs.Length; i++)
            scrape.Value("a", ("one", pairs[i].One), ("other", pairs[i].Other)).ShouldBe(i);
    }

    [Fact]
    public void With_FieldsOfAllTypesInMixedOrder_ReadsEachField()
    {
        var gauge = _registry.Gauge<Mixed>("a", "Help.");
        var random = new Random(17);
        var expected = new Dictionary<Mixed, int>();
        for (var i = 0; i < 500; i++)
        {
            var labels = RandomMixed(random);
            expected[labels] = i;
            gauge.With(labels).Set(i);
        }

        gauge.SeriesCount.ShouldBe(expected.Count);
        var scrape = _registry.Scrape();
        foreach ((var m, var value) in expected)
        {
            scrape.Value(
                "a",
                ("cached", m.Cached ? "true" : "false"),
                ("host", m.Host),
                ("small", MetricNames.ToSnakeCase($"{m.Small}")),
                ("path", m.Path),
                ("large", MetricNames.ToSnakeCase($"{m.Large}")),
                ("retried", m.Retried ? "true" : "false"),
                ("hundred", MetricNames.ToSnakeCase($"{m.Hundred}")),
                ("user", m.User),
                ("region", m.Region),
                ("other", MetricNames.ToSnakeCase($"{m.Other}")),
                ("zone", m.Zone)).ShouldBe(value);
        }
    }

    [Fact]
    public void With_ClosedLabelsOfTooManyCombinationsForAnIndex_AreStillFound()
    {
        var gauge = _registry.Gauge<Wide>("a", "Help.");
        gauge.With(new(Hundred.First, Hundred.Last)).Set(1);
        gauge.With(new(Hundred.Last, Hundred.First)).Set(2);
        gauge.With(new(Hundred.Last, Hundred.Last)).Set(3);
        gauge.With(new(Hundred.First, Hundred.Last)).Value.ShouldBe(1);
        var scrape = _registry.Scrape();
        scrape.Value("a", ("one", "first"), ("other", "last")).ShouldBe(1);
        scrape.Value("a", ("one", "last"), ("other", "first")).ShouldBe(2);
        scrape.Value("a", ("one", "last"), ("other", "last")).ShouldBe(3);
    }

    [Fact]
    public void Remove_ByLabels_RemovesOnlyThatSeries()
    {
        var orders = _registry.Counter<Checkout>("a_total", "Help.");
        orders.With(new(Small.A, "DE")).Inc();
        orders.With(new(Small.B, "DE")).Inc();
        orders.Remove(new(Small.A, "DE")).ShouldBeTrue();
        orders.Remove(new(Small.A, "DE")).ShouldBeFalse();
        _registry.Scrape().Samples.ShouldHaveSingleItem().Labels["method"].ShouldBe("b");
    }

    private static Mixed RandomMixed(Random random)
    {
        string[] texts = ["", "a", "b", "ab", "ä", "😀"];
        string Text() => texts[random.Next(texts.Length)];
        bool Flag() => random.Next(2) == 1;
        Hundred Member() => random.Next(3) switch { 0 => Hundred.First, 1 => Hundred.Second, _ => Hundred.Last };
        return new Mixed(Flag(), Text(), (Small)random.Next(3), Text(), Flag() ? Large.Low : Large.High, Flag(), Member(), Text(), Text(), Member(), Text());
    }

    private readonly record struct Checkout(Small Method, string Country);

    private readonly record struct Flags(bool IsCached, bool IsNew);

    private readonly record struct Pair(string One, string Other);

    private readonly record struct Wide(Hundred One, Hundred Other);

    private readonly record struct Mixed(
        bool Cached, string Host, Small Small, string Path, Large Large, bool Retried, Hundred Hundred, string User, string Region, Hundred Other, string Zone);
}
