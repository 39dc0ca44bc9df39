using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Vernier.PromQL.Patterns;

/// <summary>This part: classes and escapes.</summary>
internal sealed partial class PatternReader
{
    private static readonly HashSet<string> PosixClasses =
        ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

    private PatternPart ReadEscapedItem()
    {
        if (TryTake(@"\A") || TryTake(@"\z") || TryTake(@"\B"))
            return PatternPart.Empty;
        if (TryTake(@"\b"))
            return PatternPart.Character; // Between a word and no word: not in an empty text.
        if (!TryReadNamedClass())
            ReadEscapedCharacter();
        return PatternPart.Character;
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
            throw new PatternException("a range in a class begins after its end");
    }

    private Rune ReadClassCharacter()
    {
        if (AtEnd)
            throw new PatternException("it has a '[' without its ']'");
        if (pattern[_at] == '\\')
            return ReadEscapedCharacter();
        var character = Rune.GetRuneAt(pattern, _at);
        ReadCharacter();
        return character;
    }

    private bool TryReadPosixClass()
    {
        if (string.CompareOrdinal(pattern, _at, "[:", 0, 2) != 0 || pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal) is not (> 0 and var end))
            return false;
        var name = pattern[(_at + 2)..end];
        if (!PosixClasses.Contains(name.StartsWith('^') ? name[1..] : name))
            throw new PatternException($"there is no class '[:{name}:]'");
        _at = end + 2;
        return true;
    }

    /// <summary><c>\d</c> and its like, and Unicode's categories and scripts.</summary>
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
            throw new PatternException(@"\p needs the name of a Unicode category or script, as in \pL or \p{Greek}");
        _at += match.Length;
        return true;
    }

    private Rune ReadEscapedCharacter()
    {
        _at++;
        if (AtEnd)
            throw new PatternException("it ends with a backslash");
        var character = pattern[_at++];
        switch (character)
        {
            case >= '1' and <= '7' when AtEnd || pattern[_at] is not (>= '0' and <= '7'):
                throw new PatternException($@"it has \{character}; references to groups are not known");
            case >= '0' and <= '7':
                return ReadOctal(character - '0');
            case 'x':
                return ReadHexadecimal();
            case 'a' or 'f' or 'n' or 'r' or 't' or 'v':
                return new("\a\f\n\r\t\v"["afnrtv".IndexOf(character)]);
            case not (>= '0' and <= '9') and not (>= 'A' and <= 'Z') and not (>= 'a' and <= 'z') and < '\u0080':
                return new(character);
            default:
                throw new PatternException($@"it has the escape \{character}, which has no meaning");
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
            throw new PatternException(@"\x needs the code of a character, as in \x7F or \x{10FFFF}");
        _at += match.Length;
        return Rune.TryCreate(code, out var rune) ? rune : Rune.ReplacementChar;
    }

    [GeneratedRegex(@"\G\{(0|[1-9][0-9]{0,7})(,(0|[1-9][0-9]{0,7})?)?\}")]
    private static partial Regex BracedRepetition();

    [GeneratedRegex(@"\G([0-9A-Fa-f]{2}|\{[0-9A-Fa-f]+\})")]
    private static partial Regex HexadecimalCode();

    // The scripts are not listed here: a wrong name passes, as a right one must.
    [GeneratedRegex(@"\G\\[pP]([CLMNPSZ]|\{\^?([CLMNPSZ][a-z]?|Any|[A-Z][a-zA-Z_]{2,})\})")]
    private static partial Regex UnicodeClass();
}
