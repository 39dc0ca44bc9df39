using Vernier.Testing.Parsing.Families;
using Vernier.Testing.Parsing.Lexing;
using Vernier.Testing.Parsing.PrometheusText;

namespace Vernier.Testing.Parsing;

/// <summary>
/// Strict parser of the Prometheus text format 0.0.4, by https://prometheus.io/docs/instrumenting/exposition_formats/ and, for the
/// identity of series, https://prometheus.io/docs/concepts/data_model/. Quoted names, which the page describes, too, require version 1.0.0 and
/// are errors here. The format does not restrict the values of counters and gauges, and does not require a sum. It allows blanks at the end of a
/// line, which promtool does not.
/// </summary>
internal static class PrometheusTextParser
{
    private static readonly SampleNames Names = new(new Dictionary<ParsedFamilyType, string[]>
    {
        [ParsedFamilyType.Histogram] = ["_bucket", "_sum", "_count"],
        [ParsedFamilyType.Summary] = ["", "_sum", "_count"],
    });

    /// <exception cref="ExpositionParseException">The text is not valid.</exception>
    public static ParsedExposition Parse(string text) => Parse(Utf8Text.Encode(text));

    /// <exception cref="ExpositionParseException">The text is not valid.</exception>
    public static ParsedExposition Parse(ReadOnlySpan<byte> utf8)
    {
        var lines = Utf8Text.Decode(utf8).Split('\n');
        if (lines[^1].Length > 0)
            throw new ExpositionParseException(new(lines.Length, lines[^1].Length + 1), "the last line must end with a line feed");

        var families = new FamilyAssembler(Names);
        for (var i = 0; i < lines.Length - 1; i++)
            new LineReader(new LineCursor(lines[i], i + 1), families).Read();

        var finished = families.Finish();
        SeriesRules.Check(finished);
        foreach (var family in finished)
        {
            HistogramRules.Check(family);
            SummaryRules.Check(family);
        }

        return new ParsedExposition(finished);
    }
}
