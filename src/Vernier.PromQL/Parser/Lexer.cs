using System.Buffers;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>Splits the text into tokens on demand, so that the parser reports the first error in the text.</summary>
internal sealed class Lexer(string text, bool allowVariables)
{
    private static readonly SearchValues<char> DigitsAndPoint = SearchValues.Create("0123456789.");

    private int _at;
    private bool _inBraces;
    private bool _inBrackets;
    private bool _afterLeftBracket;

    public Token Next()
    {
        SkipSpaceAndComments();
        _afterLeftBracket = false;
        if (_at == text.Length)
            return new(TokenKind.End, _at, "");

        var first = text[_at];
        return first switch
        {
            '"' or '\'' => Take(TokenKind.Text, QuotedLength()),
            '`' => Take(TokenKind.Text, RawLength()),
            '$' when allowVariables && !_inBraces => Take(TokenKind.Variable, VariableLength()),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Take(TokenKind.Word, WordLength()),
            _ when _inBraces => NextInBraces(first),
            ':' when !_inBrackets => Take(TokenKind.Word, WordLength()),
            ':' => Take(TokenKind.Colon, 1),
            _ when char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))) => NextNumber(),
            _ => NextSymbol(first),
        };
    }

    private Token NextInBraces(char first)
    {
        switch (first, Peek(1))
        {
            case ('}', _):
                _inBraces = false;
                return Take(TokenKind.RightBrace, 1);
            case (',', _):
                return Take(TokenKind.Comma, 1);
            case ('=' or '!', '~') or ('!', '='):
                return Take(TokenKind.Symbol, 2);
            case ('=', _):
                return Take(TokenKind.Symbol, 1);
            default:
                throw Failure(_at, $"unexpected '{first}' inside braces; expected a label matcher such as job=\"api\"");
        }
    }

    private Token NextSymbol(char first)
    {
        switch (first, Peek(1))
        {
            case ('{', _):
                _inBraces = true;
                return Take(TokenKind.LeftBrace, 1);
            case ('[', _):
                _inBrackets = _afterLeftBracket = true;
                return Take(TokenKind.LeftBracket, 1);
            case (']', _):
                _inBrackets = false;
                return Take(TokenKind.RightBracket, 1);
            case ('(', _):
                return Take(TokenKind.LeftParenthesis, 1);
            case (')', _):
                return Take(TokenKind.RightParenthesis, 1);
            case ('}', _):
                return Take(TokenKind.RightBrace, 1);
            case (',', _):
                return Take(TokenKind.Comma, 1);
            case ('@', _):
                return Take(TokenKind.At, 1);
            case ('=' or '!' or '<' or '>', '='):
                return Take(TokenKind.Symbol, 2);
            case ('=' or '!', '~'):
                throw Failure(_at, $"'{first}~' is a label matcher and is allowed only inside braces");
            case ('=', _):
                throw Failure(_at, "'=' is allowed only inside braces; use '==' to compare values");
            case ('+' or '-' or '*' or '/' or '%' or '^' or '<' or '>', _):
                return Take(TokenKind.Symbol, 1);
            default:
                throw Failure(_at, $"unexpected character '{first}'");
        }
    }

    private Token NextNumber()
    {
        var length = 1;
        while (IsWordCharacter(Peek(length)) || Peek(length) == '.' || IsExponentSign(length))
            length++;
        var token = Take(TokenKind.Number, length);
        if (NumberReader.IsNumber(token.Text))
            return token;
        if (PrometheusDuration.HasForm(token.Text))
            return token with { Kind = TokenKind.Duration };
        throw Failure(token.Start,
            $"{token} is not a valid number or duration; durations use the units y, w, d, h, m, s, and ms, each at most once and in this order, as in 1h30m");
    }

    private bool IsExponentSign(int length) =>
        Peek(length) is '+' or '-' && Peek(length - 1) is 'e' or 'E' && text.AsSpan(_at, length - 1).IndexOfAnyExcept(DigitsAndPoint) < 0;

    private int WordLength()
    {
        var length = 1;
        while (IsWordCharacter(Peek(length)) || (Peek(length) == ':' && !_inBraces && !_inBrackets))
            length++;
        return length;
    }

    private int QuotedLength()
    {
        for (var length = 1; ; length++)
        {
            if (_at + length >= text.Length || text[_at + length] == '\n')
                throw Failure(_at, "unterminated string; close it on the same line");
            if (text[_at + length] == text[_at])
                return length + 1;
            if (text[_at + length] == '\\')
                length++;
        }
    }

    private int RawLength()
    {
        var end = text.IndexOf('`', _at + 1);
        return end > 0 ? end + 1 - _at : throw Failure(_at, "unterminated string");
    }

    /// <summary>The length of <c>$name</c> or <c>${name:format}</c>, with an optional unit directly after it, as in <c>${seconds}s</c>.</summary>
    private int VariableLength()
    {
        var length = 1;
        if (Peek(1) == '{')
        {
            var end = text.IndexOf('}', _at);
            length = end > 0 ? end + 1 - _at : throw Failure(_at, "unterminated variable; expected '}'");
        }
        while (IsWordCharacter(Peek(length)))
            length++;
        return length > 1 ? length : throw Failure(_at, "expected a variable name after '$'");
    }

    private void SkipSpaceAndComments()
    {
        for (; _at < text.Length; _at++)
        {
            // Prometheus does not allow a comment directly after a left bracket.
            if (text[_at] == '#' && !_afterLeftBracket)
            {
                while (_at + 1 < text.Length && text[_at + 1] is not ('\n' or '\r'))
                    _at++;
            }
            else if (text[_at] is not (' ' or '\t' or '\n' or '\r'))
            {
                return;
            }
        }
    }

    private char Peek(int ahead) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

    private Token Take(TokenKind kind, int length)
    {
        var token = new Token(kind, _at, text.Substring(_at, length));
        _at += length;
        return token;
    }

    private PromQLException Failure(int offset, string problem) => new(text, offset, problem);

    private static bool IsWordCharacter(char character) => char.IsAsciiLetterOrDigit(character) || character == '_';
}
