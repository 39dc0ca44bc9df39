using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>A token of the text.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Start">The offset of the first character.</param>
/// <param name="Text">The text as written.</param>
internal readonly record struct Token(TokenKind Kind, int Start, string Text)
{
    private const int MaxQuoted = 60;

    public SourceSpan Position => new(Start, Text.Length);

    public int End => Start + Text.Length;

    /// <summary>Whether the token is a keyword; keywords are case-insensitive.</summary>
    public bool IsWord(string keyword) => Kind is TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind is TokenKind.Symbol && Text == symbol;

    /// <summary>Returns the token in quotes, for messages; the beginning of a long one.</summary>
    public override string ToString() => Kind is TokenKind.End ? "the end of the expression" : $"'{(Text.Length > MaxQuoted ? $"{Text[..MaxQuoted]}…" : Text)}'";
}

internal enum TokenKind
{
    End,
    Word,
    Number,
    Duration,
    Variable,
    Text,
    LeftParenthesis,
    RightParenthesis,
    LeftBrace,
    RightBrace,
    LeftBracket,
    RightBracket,
    Comma,
    Colon,
    At,

    /// <summary>Operators, and the comparisons of matchers.</summary>
    Symbol,
}
