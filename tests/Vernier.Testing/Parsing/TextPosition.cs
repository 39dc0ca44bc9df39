namespace Vernier.Testing.Parsing;

/// <summary>A place in an exposition. Both numbers start at 1; a column is one UTF-16 code unit (one byte where the text is not UTF-8).</summary>
internal readonly record struct TextPosition(int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}";
}
