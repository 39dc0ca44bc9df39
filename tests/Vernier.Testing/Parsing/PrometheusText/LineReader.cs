using Vernier.Testing.Parsing.Families;
using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.PrometheusText;

/// <summary>Reads one line: metadata, a comment, a sample, or nothing. Blanks and tabs are allowed between all tokens.</summary>
internal sealed class LineReader(LineCursor cursor, FamilyAssembler families)
{
    private const string Blanks = " \t";

    private static readonly Escaping HelpEscaping = new("\\n", keepsUnknown: false);

    public void Read()
    {
        cursor.SkipBlanks();
        if (cursor.Skip('#'))
            ReadComment();
        else if (!cursor.AtEnd)
            families.Add(ReadSample());
    }

    private void ReadComment()
    {
        cursor.SkipBlanks();
        var at = cursor.Position;
        var keyword = ReadToken();
        if (keyword is not ("HELP" or "TYPE"))
            return; // Other comments, including "# UNIT" and "# EOF".

        cursor.SkipBlanks();
        if (cursor.AtEnd)
            throw cursor.Error($"{keyword} needs a metric name");
        var name = NameSyntax.ReadMetricName(cursor, Blanks);
        if (keyword == "HELP")
            families.Help(name, ReadHelp(), at);
        else
            families.Type(name, ReadType(), at);
    }

    // One blank separates the name from the help. The rest is kept including all blanks, as in Prometheus; the wording of the
    // specification would allow trimming.
    private string ReadHelp()
    {
        if (!cursor.AtEnd)
            cursor.Take();
        return HelpEscaping.ReadToEnd(cursor, allowsQuote: true);
    }

    private ParsedFamilyType ReadType()
    {
        cursor.SkipBlanks();
        var at = cursor.Position;
        var token = ReadToken();
        var type = token switch
        {
            "counter" => ParsedFamilyType.Counter,
            "gauge" => ParsedFamilyType.Gauge,
            "histogram" => ParsedFamilyType.Histogram,
            "summary" => ParsedFamilyType.Summary,
            "untyped" => ParsedFamilyType.Unknown,
            "" => throw new ExpositionParseException(at, "TYPE needs a type"),
            _ => throw new ExpositionParseException(at, $"'{token}' is not a type"),
        };
        ExpectEnd("after the type");
        return type;
    }

    private ParsedSample ReadSample()
    {
        var at = cursor.Position;
        var name = NameSyntax.ReadMetricName(cursor, Blanks + "{");
        cursor.SkipBlanks();
        var labels = cursor.Current == '{' ? new LabelReader(cursor).Read() : LabelSet.Empty;
        cursor.SkipBlanks();
        var valueAt = cursor.Position;
        var value = ReadToken();
        var number = NumberSyntax.Number(value, valueAt, "the value");
        cursor.SkipBlanks();
        (var timestamp, var rawTimestamp) = cursor.AtEnd ? (null, null) : ReadTimestamp();
        ExpectEnd("after the timestamp");
        return new ParsedSample
        {
            Name = name,
            Labels = labels,
            Value = number,
            RawValue = value,
            Timestamp = timestamp,
            RawTimestamp = rawTimestamp,
            Position = at,
            ValuePosition = valueAt,
        };
    }

    private (double? Seconds, string Raw) ReadTimestamp()
    {
        var at = cursor.Position;
        var token = ReadToken();
        return (NumberSyntax.Integer(token, at, "the timestamp") / 1000.0, token);
    }

    private string ReadToken() => cursor.TakeWhile(c => !LineCursor.IsBlank(c));

    private void ExpectEnd(string where)
    {
        cursor.SkipBlanks();
        if (!cursor.AtEnd)
            throw cursor.Error($"unexpected {cursor.Describe()} {where}");
    }
}
