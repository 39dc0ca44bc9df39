using Vernier.Testing.Parsing;

namespace Vernier.Tests.Parsing;

public class ParsedExpositionTests
{
    private static readonly ParsedExposition Parsed = PrometheusTextParser.Parse("a{x=\"1\",y=\"2\"} 5\na{x=\"1\"} 6\nb{z=\"\"} 7\n");

    [Fact]
    public void Value_LabelsInAnyOrder_FindsSeries() => Parsed.Value("a", ("y", "2"), ("x", "1")).ShouldBe(5);

    [Fact]
    public void Value_FewerLabels_FindsOnlyTheExactSeries()
    {
        Parsed.Value("a", ("x", "1")).ShouldBe(6);
        Should.Throw<KeyNotFoundException>(() => Parsed.Value("a")).Message.ShouldContain("a{x=\"1\",y=\"2\"} a{x=\"1\"}");
    }

    [Fact]
    public void Value_EmptyLabel_EqualsNone() => Parsed.Value("b").ShouldBe(7);

    [Fact]
    public void Find_UnknownSeries_IsEmpty() => Parsed.Find("a", ("x", "2")).ShouldBeEmpty();

    [Fact]
    public void Family_Unknown_ThrowsWithTheExistingNames()
    {
        Parsed.HasFamily("a").ShouldBeTrue();
        Parsed.HasFamily("c").ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => Parsed.Family("c")).Message.ShouldContain("a, b");
    }
}
