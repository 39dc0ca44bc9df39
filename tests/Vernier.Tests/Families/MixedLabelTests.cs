using Vernier.Families;
using Vernier.Testing;

namespace Vernier.Tests.Families;

/// <summary>Label sets with closed and open labels are hashed and compared in place.</summary>
public class MixedLabelTests
{
    private readonly MetricRegistry _registry = Scraping.NewRegistry();

    private enum Kind : byte
    {
        A,
        [LabelValue("")]
        None = 3,
        Z = 200,
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("/api/v2/orders/{id}")]
    public void QuickHash_AnyValues_IsThatOfTheirTexts(string? text)
    {
        foreach (var kind in Enum.GetValues<Kind>())
        {
            var labels = new Labels(text!, kind, true, "last");
            var buffer = default(LabelValues);
            LabelSetReader<Labels>.QuickHash(in labels).ShouldBe(LabelHash.Quick(LabelSetReader<Labels>.Read(in labels, ref buffer)));
        }
    }

    [Fact]
    public void AreValues_OneDifference_IsFalse()
    {
        var labels = new Labels("text", Kind.A, true, "last");
        string[] values = ["text", "a", "true", "last"];
        var known = _registry.Counter<Labels>("a_total", "Help.").With(labels);
        LabelSetReader<Labels>.AreValues(in labels, known.LabelValues).ShouldBeTrue();
        foreach (var other in new Labels[] { new("other", Kind.A, true, "last"), new("text", Kind.Z, true, "last"), new("text", Kind.A, false, "last"), new("text", Kind.A, true, "") })
            LabelSetReader<Labels>.AreValues(in other, known.LabelValues).ShouldBeFalse();
        known.LabelValues.ToArray().ShouldBe(values);
    }

    [Fact]
    public void With_ValuesThatCollide_FindsEachAgain()
    {
        // The quick hash reads the first, middle and last eight bytes, which are the same here; the table changes to the full hash.
        var family = _registry.Counter<Labels>("a_total", "Help.");
        var counters = new List<Counter>();
        for (var i = 0; i < 200; i++)
            counters.Add(family.With(LabelsOf(i)));
        for (var i = 0; i < 200; i++)
            family.With(LabelsOf(i)).ShouldBeSameAs(counters[i]);
        family.SeriesCount.ShouldBe(200);

        static Labels LabelsOf(int i) => new($"same{i:D8}same{i:D8}same", Kind.Z, false, "last");
    }

    [Fact]
    public void With_NumberWithoutAMember_Throws()
    {
        var family = _registry.Counter<Labels>("a_total", "Help.");
        Should.Throw<ArgumentOutOfRangeException>(() => family.With(new("text", (Kind)1, true, "last")));
        Should.Throw<ArgumentOutOfRangeException>(() => family.With(new("text", (Kind)255, true, "last")));
        family.SeriesCount.ShouldBe(0);
    }

    [Fact]
    public void With_MoreLabelsThanTheBuffer_FindsTheSeriesWithoutAllocating()
    {
        var family = _registry.Counter<Ten>("a_total", "Help.");
        Ten labels = new("a", "b", "c", "d", "e", "f", "g", "h", "i", true);
        var counter = family.With(labels);
        counter.LabelValues.ToArray().ShouldBe(["a", "b", "c", "d", "e", "f", "g", "h", "i", "true"]);
        family.With(labels with { Last = false }).ShouldNotBeSameAs(counter);
        family.With(labels).ShouldBeSameAs(counter);
        Allocations.Of(() => family.With(labels)).ShouldBe(0);
    }

    private readonly record struct Labels(string Text, Kind Kind, bool IsOn, string Last);

    private readonly record struct Ten(string A, string B, string C, string D, string E, string F, string G, string H, string I, bool Last);
}
