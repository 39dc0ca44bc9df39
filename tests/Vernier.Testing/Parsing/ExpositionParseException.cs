namespace Vernier.Testing.Parsing;

/// <summary>The first thing in an exposition that its specification forbids.</summary>
internal sealed class ExpositionParseException(TextPosition position, string reason) : Exception($"{position}: {reason}")
{
    public TextPosition Position { get; } = position;

    public string Reason { get; } = reason;
}
