namespace Vernier.PromQL.Parser;

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

    /// <summary>Any other sign: operators and those of matchers.</summary>
    Sign,
}
