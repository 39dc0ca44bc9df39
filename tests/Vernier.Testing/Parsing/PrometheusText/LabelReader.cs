using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.PrometheusText;

/// <summary>Reads labels in braces: blanks are allowed between all tokens, and a comma after the last label.</summary>
internal sealed class LabelReader(LineCursor cursor)
{
    private static readonly Escaping ValueEscaping = new("\\\"n", keepsUnknown: false);

    private readonly List<ParsedLabel> _labels = [];
    private readonly HashSet<string> _names = [];

    public LabelSet Read()
    {
        cursor.Expect('{', "expected '{'");
        cursor.SkipBlanks();
        while (!cursor.Skip('}'))
        {
            ReadLabel();
            cursor.SkipBlanks();
            if (cursor.Skip(','))
                cursor.SkipBlanks();
            else if (cursor.Current != '}')
                throw cursor.Error($"expected ',' or '}}' after a label but found {cursor.Describe()}");
        }

        return new LabelSet(_labels);
    }

    private void ReadLabel()
    {
        var at = cursor.Position;
        var name = NameSyntax.ReadLabelName(cursor, "= \t");

        // "Label names beginning with __ MUST be reserved for internal Prometheus use" (data model).
        if (name.StartsWith("__", StringComparison.Ordinal))
            throw new ExpositionParseException(at, $"the label name '{name}' is reserved");
        if (!_names.Add(name))
            throw new ExpositionParseException(at, $"a second label '{name}'");
        cursor.SkipBlanks();
        cursor.Expect('=', $"expected '=' after the label name '{name}' but found {cursor.Describe()}");
        cursor.SkipBlanks();
        _labels.Add(new ParsedLabel(name, ValueEscaping.ReadQuoted(cursor, $"the value of the label '{name}'")));
    }
}
