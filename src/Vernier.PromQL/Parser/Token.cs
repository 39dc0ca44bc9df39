using Vernier.PromQL.Syntax;



namespace Vernier.PromQL.Parser;

/// <summary>A word or sign of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset of its first character.</param>
/// <param name="Text">As written.</param>
internal readonly record struct Token(TokenKind Kind, int Start, string Text)
{
    public SourceSpan Position => new(Start, Text.Length);

    public int End => Start + Text.Length;

    /// <summary>Keywords may be written in any case.</summary>
    public bool IsWord(string keyword) => Kind is TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSign(string sign) => Kind is TokenKind.Sign && Text == sign;

    public override string ToString() => Kind is TokenKind.End ? "the end of the text" : $"'{Text}'";
}
