using Vernier.Testing.Parsing.Lexing;

namespace Vernier.Testing.Parsing.OpenMetrics;

/// <summary>Reads labels = "{" [label *(COMMA label)] "}": no spaces, and no comma after the last.</summary>
internal sealed class LabelReader(LineCursor cursor)
{
    private static readonly Escaping ValueEscaping = new("\\\"n", keepsUnknown: true);

    private readonly List<ParsedLabel> _labels = [];
    private readonly HashSet<string> _names = [];

    public LabelSet Read()
    {
        cursor.Expect('{', $"expected labels in braces but found {cursor.Describe()}");
        if (cursor.Skip('}'))
            return LabelSet.Empty;
        do
        {
            ReadLabel();
        }
        while (cursor.Skip(','));
        cursor.Expect('}', $"expected ',' or '}}' after a label but found {cursor.Describe()}");
        return new LabelSet(_labels);
    }

    private void ReadLabel()
    {
        var at = cursor.Position;
        var name = NameSyntax.ReadLabelName(cursor, "=");
        if (name[0] == '_')
            throw new ExpositionParseException(at, $"the label name '{name}' is reserved, it begins with an underscore");
        if (!_names.Add(name))
            throw new ExpositionParseException(at, $"a second label '{name}'");
        cursor.Expect('=', "expected '='");
        _labels.Add(new ParsedLabel(name, ValueEscaping.ReadQuoted(cursor, $"the value of the label '{name}'")));
    }
}
