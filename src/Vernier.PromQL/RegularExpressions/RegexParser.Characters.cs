using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vernier.PromQL.RegularExpressions;

/// <summary>This part parses character classes and escapes.</summary>
internal sealed partial class RegexParser
{
    private static readonly HashSet<string> PosixClasses =
        ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

    private RegexFragment ReadEscape()
    {
        if (TryTake(@"\A") || TryTake(@"\z") || TryTake(@"\B"))
            return RegexFragment.Empty;
        if (TryTake(@"\b"))
            return RegexFragment.Character; // A word boundary does not exist in the empty string.
        if (!TryReadNamedClass())
            ReadEscapedCharacter();
        return RegexFragment.Character;
    }

    private void ReadClass()
    {
        _at++;
        TryTake("^");
        for (var isFirst = true; isFirst || !TryTake("]"); isFirst = false)
        {
            if (!TryReadPosixClass() && !TryReadNamedClass())
                ReadClassRange();
        }
    }

    private void ReadClassRange()
    {
        var from = ReadClassCharacter();
        if (_at + 1 >= pattern.Length || pattern[_at] != '-' || pattern[_at + 1] == ']')
            return;
        _at++;
        if (ReadClassCharacter() < from)
            throw new RegexSyntaxException("a character range is in reverse order");
    }

    private Rune ReadClassCharacter()
    {
        if (AtEnd)
            throw new RegexSyntaxException("unmatched '['");
        if (pattern[_at] == '\\')
            return ReadEscapedCharacter();
        var character = Rune.GetRuneAt(pattern, _at);
        ReadCharacter();
        return character;
    }

    private bool TryReadPosixClass()
    {
        if (string.CompareOrdinal(pattern, _at, "[:", 0, 2) != 0)
            return false;
        // Kept, so that many openings without an end are not searched to the end of the pattern each.
        if (_posixEnd < _at + 2)
            _posixEnd = pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) is >= 0 and var found ? found : int.MaxValue;
        if (_posixEnd == int.MaxValue)
            return false;
        var end = _posixEnd;
        var name = pattern[(_at + 2)..end];
        if (!PosixClasses.Contains(name.StartsWith('^') ? name[1..] : name))
            throw new RegexSyntaxException($"unknown character class '[:{name}:]'");
        _at = end + 2;
        return true;
    }

    /// <summary>Reads a class such as <c>\d</c>, or a Unicode category or script.</summary>
    private bool TryReadNamedClass()
    {
        if (_at + 1 >= pattern.Length || pattern[_at] != '\\')
            return false;
        if (pattern[_at + 1] is 'd' or 's' or 'w' or 'D' or 'S' or 'W')
        {
            _at += 2;
            return true;
        }
        if (pattern[_at + 1] is not ('p' or 'P'))
            return false;
        if (UnicodeClass().Match(pattern, _at) is not { Success: true } match || match.Index != _at)
            throw new RegexSyntaxException(@"\p needs the name of a Unicode category or script, as in \pL or \p{Greek}");
        _at += match.Length;
        return true;
    }

    private Rune ReadEscapedCharacter()
    {
        _at++;
        if (AtEnd)
            throw new RegexSyntaxException("trailing backslash");
        var character = pattern[_at++];
        switch (character)
        {
            case >= '1' and <= '7' when AtEnd || pattern[_at] is not (>= '0' and <= '7'):
                throw new RegexSyntaxException($@"backreference \{character} is not supported");
            case >= '0' and <= '7':
                return ReadOctal(character - '0');
            case 'x':
                return ReadHexadecimal();
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return new("\a\f\n\r\t\v"["afnrtv".IndexOf(character)]);
            case not (>= '0' and <= '9') and not (>= 'A' and <= 'Z') and not (>= 'a' and <= 'z') and < '\u0080':
                return new(character);
            default:
                throw new RegexSyntaxException($@"unknown escape \{character}");
        }
    }

    private Rune ReadOctal(int code)
    {
        for (var i = 0; i < 2 && !AtEnd && pattern[_at] is >= '0' and <= '7'; i++)
            code = (code * 8) + (pattern[_at++] - '0');
        return new(code);
    }

    private Rune ReadHexadecimal()
    {
        var match = HexadecimalCode().Match(pattern, _at);
        if (!match.Success || match.Index != _at || !uint.TryParse(match.Value.Trim('{', '}'), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code > 0x10FFFF)
            throw new RegexSyntaxException(@"\x needs a character code, as in \x7F or \x{10FFFF}");
        _at += match.Length;
        return Rune.TryCreate(code, out var rune) ? rune : Rune.ReplacementChar;
    }

    [GeneratedRegex(@"\G\{(0|[1-9][0-9]{0,7})(,(0|[1-9][0-9]{0,7})?)?\}")]
    private static partial Regex BracedQuantifier();

    [GeneratedRegex(@"\G([0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\})")]
    private static partial Regex HexadecimalCode();

    // Script names are not checked: the list of valid names depends on the Unicode version of Prometheus.
    [GeneratedRegex(@"\G\\[pP]([CLMNPSZ]|\{\^?([CLMNPSZ][a-z]?|Any|[A-Z][a-zA-Z_]{2,})\})")]
    private static partial Regex UnicodeClass();
}
