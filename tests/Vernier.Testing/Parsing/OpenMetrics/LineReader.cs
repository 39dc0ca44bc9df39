using Vernier.Testing.Parsing.Families;
using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Reads one line by the ABNF: a "metric-descriptor" or a "sample". Tokens are separated by exactly one space.</summary>
internal sealed class LineReader(LineCursor cursor, FamilyAssembler families)
{
    // The ABNF allows BS normal-char, which is read literally; that exporters should not write it is a recommendation.
    private static readonly Escaping HelpEscaping = new("\\\"n", keepsUnknown: true);

    public void Read()
    {
        if (cursor.AtEnd)
            throw cursor.Error("a blank line");
        if (cursor.Skip('#'))
            ReadDescriptor();
        else
            families.Add(ReadSample());
    }

    private void ReadDescriptor()
    {
        cursor.Expect(' ', "expected one space after '#'");
        var at = cursor.Position;
        var keyword = ReadToken();
        if (keyword is not ("TYPE" or "UNIT" or "HELP"))
            throw new ExpositionParseException(at, $"expected TYPE, UNIT, HELP or, alone, EOF after '# ' but found '{keyword}'");
        cursor.Expect(' ', $"{keyword} needs a metric name");
        if (cursor.AtEnd)
            throw cursor.Error($"{keyword} needs a metric name");
        var name = NameSyntax.ReadMetricName(cursor, " ");
        cursor.Expect(' ', "expected one space after the metric name");
        switch (keyword)
        {
            case "TYPE":
                families.Type(name, ReadType(), at);
                break;
            case "UNIT":
                families.Unit(name, ReadUnit(), at);
                break;
            default:
                families.Help(name, ReadHelp(), at);
                break;
        }
    }

    private ParsedFamilyType ReadType()
    {
        var at = cursor.Position;
        var token = ReadRest();
        return token switch
        {
            "counter" => ParsedFamilyType.Counter,
            "gauge" => ParsedFamilyType.Gauge,
            "histogram" => ParsedFamilyType.Histogram,
            "gaugehistogram" => ParsedFamilyType.GaugeHistogram,
            "stateset" => ParsedFamilyType.StateSet,
            "info" => ParsedFamilyType.Info,
            "summary" => ParsedFamilyType.Summary,
            "unknown" => ParsedFamilyType.Unknown,
            _ => throw new ExpositionParseException(at, $"'{token}' is not a type"),
        };
    }

    private string ReadUnit()
    {
        var unit = cursor.TakeWhile(NameSyntax.IsMetricCharacter);
        return cursor.AtEnd ? unit : throw cursor.Error($"{cursor.Describe()} is not allowed in a unit");
    }

    private string ReadHelp()
    {
        var help = HelpEscaping.ReadToEnd(cursor, allowsQuote: false);

        // The ABNF allows a carriage return inside the text, but "line endings [...] MUST NOT contain carriage returns".
        return help.EndsWith('\r') ? throw cursor.Error("the line ends with a carriage return") : help;
    }

    private ParsedSample ReadSample()
    {
        var at = cursor.Position;
        var name = NameSyntax.ReadMetricName(cursor, " {");
        var labels = cursor.Current == '{' ? new LabelReader(cursor).Read() : LabelSet.Empty;
        cursor.Expect(' ', "expected one space before the value");
        var valueAt = cursor.Position;
        var value = ReadToken();
        var number = NumberSyntax.Number(value, valueAt, "the value");
        (var timestamp, var rawTimestamp) = ReadTimestamp();
        var exemplar = cursor.AtEnd ? null : ReadExemplar();
        return new ParsedSample
        {
            Name = name,
            Labels = labels,
            Value = number,
            RawValue = value,
            Timestamp = timestamp,
            RawTimestamp = rawTimestamp,
            Exemplar = exemplar,
            Position = at,
            ValuePosition = valueAt,
        };
    }

    // exemplar = SP HASH SP labels SP number [SP timestamp]; the first space has been read.
    private ParsedExemplar ReadExemplar()
    {
        var at = cursor.Position;
        cursor.Expect('#', $"unexpected {cursor.Describe()} after the timestamp");
        cursor.Expect(' ', "expected one space after '#'");
        var labels = new LabelReader(cursor).Read();
        cursor.Expect(' ', "expected one space before the exemplar's value");
        var valueAt = cursor.Position;
        var value = ReadToken();
        var number = NumberSyntax.Number(value, valueAt, "the exemplar's value");
        (var timestamp, var rawTimestamp) = ReadTimestamp();
        return cursor.AtEnd
            ? new ParsedExemplar(labels, number, value, timestamp, rawTimestamp, at)
            : throw cursor.Error($"unexpected {cursor.Describe()} after the exemplar");
    }

    /// <summary>Reads the optional timestamp, and the space after it if anything follows.</summary>
    private (double? Seconds, string? Raw) ReadTimestamp()
    {
        if (!cursor.Skip(' ') || cursor.Current == '#')
            return (null, null);
        var at = cursor.Position;
        var token = ReadToken();
        var seconds = NumberSyntax.Real(token, at, "the timestamp");
        if (cursor.Skip(' ') && cursor.AtEnd)
            throw cursor.Error("a space at the end of the line");
        return (seconds, token);
    }

    private string ReadToken() => cursor.TakeWhile(c => c != ' ');

    private string ReadRest() => cursor.TakeWhile(_ => true);
}
