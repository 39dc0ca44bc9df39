using Vernier.Testing.Parsing.Families;
using Vernier.Testing.Parsing.Lexing;
using Vernier.Testing.Parsing.OpenMetrics;

namespace Vernier.Testing.Parsing;

/// <summary>
/// Strict parser of OpenMetrics 1.0.0 text, by its specification and ABNF. Mere recommendations are not
/// checked: the order TYPE, UNIT, HELP (see <see cref="ParsedFamily.Metadata"/>), a help text, a created value, no timestamps, equal
/// label names within a family, snake_case, no colons, which bucket an exemplar is put into, a line feed after "# EOF".
/// </summary>
internal static class OpenMetricsParser
{
    private static readonly SampleNames Names = new(new Dictionary<ParsedFamilyType, string[]>
    {
        [ParsedFamilyType.Counter] = ["_total", "_created"],
        [ParsedFamilyType.Histogram] = ["_bucket", "_count", "_sum", "_created"],
        [ParsedFamilyType.GaugeHistogram] = ["_bucket", "_gcount", "_gsum"],
        [ParsedFamilyType.Summary] = ["", "_count", "_sum", "_created"],
        [ParsedFamilyType.Info] = ["_info"],
    });

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, bool)"/>
    public static ParsedExposition Parse(string text, bool requireCanonicalNumbers = true) =>
        Parse(Utf8Text.Encode(text), requireCanonicalNumbers);

    /// <param name="utf8">The whole exposition.</param>
    /// <param name="requireCanonicalNumbers">
    /// Whether "le" and "quantile" must be spelled as an exporter should ("Canonical Numbers"). The specification wants readers to accept
    /// other spellings, too; false does so.
    /// </param>
    /// <exception cref="ExpositionParseException">The text is not valid.</exception>
    public static ParsedExposition Parse(ReadOnlySpan<byte> utf8, bool requireCanonicalNumbers = true)
    {
        var families = ReadLines(Utf8Text.Decode(utf8).Split('\n'));
        NameRules.Check(families, Names);
        var pointRules = new PointRules(requireCanonicalNumbers);
        foreach (var family in families)
        {
            UnitRules.Check(family);
            foreach (var point in MetricPoints.Of(family))
                pointRules.Check(point);
            ExemplarRules.Check(family);
        }

        return new ParsedExposition(families);
    }

    private static IReadOnlyList<ParsedFamily> ReadLines(string[] lines)
    {
        // The line feed after the last line is optional: "Expositions MUST end with EOF and SHOULD end with 'EOF\n'".
        var count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        var families = new FamilyAssembler(Names);
        for (var i = 0; i < count; i++)
        {
            if (lines[i] != "# EOF")
                new LineReader(new LineCursor(lines[i], i + 1), families).Read();
            else if (i < count - 1)
                throw new ExpositionParseException(new(i + 2, 1), "nothing may come after '# EOF'");
            else
                return families.Finish();
        }

        throw new ExpositionParseException(new(count + 1, 1), "the text does not end with '# EOF'");
    }
}
