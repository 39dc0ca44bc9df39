namespace Vernier.Testing.Parsing;

/// <summary>The first violation of the specification in an exposition.</summary>
internal sealed class ExpositionParseException(TextPosition position, string reason) : Exception($"{position}: {reason}")
{
    public TextPosition Position { get; } = position;

    public string Reason { get; } = reason;
}

/// <summary>A position in an exposition. Both numbers start at 1; a column is one UTF-16 code unit (one byte where the text is not UTF-8).</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}";
}
