using System.Buffers;
using System.Globalization;
using System.Text;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Parser;

/// <summary>Resolves the escapes of a string like Go. Strings in backquotes have no escapes.</summary>
internal sealed class QuotedTextReader
{
    private readonly string _text;
    private readonly Token _token;
    private readonly List<byte> _bytes = [];
    private int _at = 1;

    private QuotedTextReader(string text, Token token) => (_text, _token) = (text, token);

    /// <summary>Returns the value of a string token.</summary>
    /// <param name="text">The whole text, for the position of an error.</param>
    /// <param name="token">The string with its quotes.</param>
    /// <exception cref="PromQLException">An escape or a character is invalid.</exception>
    public static string Read(string text, Token token) => new QuotedTextReader(text, token).Read();

    private string Read()
    {
        var quoted = _token.Text;
        while (_at < quoted.Length - 1)
        {
            if (quoted[_at] == '\\' && quoted[0] != '`')
                ReadEscape();
            else if (Rune.TryGetRuneAt(quoted, _at, out var rune) && rune != Rune.ReplacementChar)
            {
                Add(rune);
                _at += rune.Utf16SequenceLength;
            }
            else
            {
                throw Failure(_at, "the string contains a character that is not valid Unicode");
            }
        }
        return Decode();
    }

    private void Add(Rune rune)
    {
        Span<byte> utf8 = stackalloc byte[4];
        _bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
    }

    private void ReadEscape()
    {
        var kind = _token.Text[_at + 1];
        switch (kind)
        {
            case 'x':
                _bytes.Add((byte)ReadCode(digits: 2));
                return;
            case >= '0' and <= '7':
                ReadOctal();
                return;
            case 'u' or 'U':
                var escape = _at;
                var code = ReadCode(digits: kind == 'u' ? 4 : 8);
                if (!Rune.TryCreate(code, out var rune))
                    throw Failure(escape, "the escape is not a valid Unicode character");
                Add(rune);
                return;
        }

        char? plain = kind switch
        {
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            '\\' => '\\',
            _ when kind == _token.Text[0] => kind,
            _ => null,
        };
        _bytes.Add((byte)(plain ?? throw Failure(_at, $"unknown escape '\\{kind}'; write '\\\\' for a backslash")));
        _at += 2;
    }

    private void ReadOctal()
    {
        var code = 0;
        for (var i = 1; i <= 3; i++)
        {
            if (_at + i >= _token.Text.Length - 1 || _token.Text[_at + i] is not (>= '0' and <= '7'))
                throw Failure(_at, "an octal escape needs 3 digits");
            code = (code * 8) + (_token.Text[_at + i] - '0');
        }
        if (code > byte.MaxValue)
            throw Failure(_at, "an octal escape must not exceed \\377");
        _bytes.Add((byte)code);
        _at += 4;
    }

    private uint ReadCode(int digits)
    {
        var from = _at + 2;
        if (from + digits > _token.Text.Length - 1 || !uint.TryParse(_token.Text.AsSpan(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw Failure(_at, $"the escape needs {digits} hexadecimal digits");
        _at = from + digits;
        return code;
    }

    /// <summary>Decodes UTF-8; an invalid byte becomes a lone surrogate (see <see cref="QuotedText"/>).</summary>
    private string Decode()
    {
        var bytes = _bytes.ToArray().AsSpan();
        var value = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) is OperationStatus.Done)
            {
                value.Append(rune);
                bytes = bytes[consumed..];
            }
            else
            {
                value.Append((char)(QuotedText.FirstByteSurrogate - 0x80 + bytes[0]));
                bytes = bytes[1..];
            }
        }
        return value.ToString();
    }

    private PromQLException Failure(int at, string problem) => new(_text, _token.Start + at, problem);
}
