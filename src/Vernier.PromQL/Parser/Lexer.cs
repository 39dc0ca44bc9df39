using Vernier.PromQL.Language;

namespace Vernier.PromQL.Parser;

/// <summary>Cuts the text into tokens, one at a time, so that the first mistake in the text is the one that is reported.</summary>
internal sealed class Lexer(string text, bool allowGrafanaVariables)
{
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
            '$' when allowGrafanaVariables && !_inBraces => Take(TokenKind.Variable, VariableLength()),
            '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => Take(TokenKind.Word, WordLength()),
            _ when _inBraces => NextInBraces(first),
            ':' when !_inBrackets => Take(TokenKind.Word, WordLength()),
            ':' => Take(TokenKind.Colon, 1),
            _ when char.IsAsciiDigit(first) || (first == '.' && char.IsAsciiDigit(Peek(1))) => NextNumber(),
            _ => NextSign(first),
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
                return Take(TokenKind.Sign, 2);
            case ('=', _):
                return Take(TokenKind.Sign, 1);
            default:
                throw Failure(_at, $"'{first}' has no meaning inside braces; a label matcher such as job=\"api\" was expected");
        }
    }

    private Token NextSign(char first)
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
                return Take(TokenKind.Sign, 2);
            case ('=' or '!', '~'):
                throw Failure(_at, $"'{first}~' compares a label with a pattern and stands only inside braces");
            case ('=', _):
                throw Failure(_at, "'=' stands only inside braces; two values are compared by '=='");
            case ('+' or '-' or '*' or '/' or '%' or '^' or '<' or '>', _):
                return Take(TokenKind.Sign, 1);
            default:
                throw Failure(_at, $"'{first}' has no meaning in PromQL");
        }
    }

    private Token NextNumber()
    {
        var length = 1;
        while (IsWordCharacter(Peek(length)) || Peek(length) == '.' || IsSignOfExponent(length))
            length++;
        var token = Take(TokenKind.Number, length);
        if (NumberReader.IsNumber(token.Text))
            return token;
        if (PrometheusDuration.HasForm(token.Text))
            return token with { Kind = TokenKind.Duration };
        throw Failure(token.Start,
            $"'{token.Text}' is neither a number nor a length of time, whose units are y, w, d, h, m, s and ms, each at most once and in this order, as in 1h30m");
    }

    private bool IsSignOfExponent(int length) =>
        Peek(length) is '+' or '-' && Peek(length - 1) is 'e' or 'E' && text.AsSpan(_at, length - 1).IndexOfAnyExcept("0123456789.") < 0;

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
                throw Failure(_at, "the string that begins here is not closed on its line");
            if (text[_at + length] == text[_at])
                return length + 1;
            if (text[_at + length] == '\\')
                length++;
        }
    }

    private int RawLength()
    {
        var end = text.IndexOf('`', _at + 1);
        return end > 0 ? end + 1 - _at : throw Failure(_at, "the string that begins here is not closed");
    }

    /// <summary><c>$name</c> or <c>${name:format}</c>, and a unit directly behind it, as in <c>${seconds}s</c>.</summary>
    private int VariableLength()
    {
        var length = 1;
        if (Peek(1) == '{')
        {
            var end = text.IndexOf('}', _at);
            length = end > 0 ? end + 1 - _at : throw Failure(_at, "the variable that begins here is not closed by '}'");
        }
        while (IsWordCharacter(Peek(length)))
            length++;
        return length > 1 ? length : throw Failure(_at, "expected the name of a variable after '$'");
    }

    private void SkipSpaceAndComments()
    {
        for (; _at < text.Length; _at++)
        {
            // Prometheus knows no comment directly after a left bracket.
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
