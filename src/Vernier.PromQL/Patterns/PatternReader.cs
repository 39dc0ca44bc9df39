using System.Text;

namespace Vernier.PromQL.Patterns;

/// <summary>Reads a pattern by the rules of RE2, for its mistakes and for whether it matches the empty text. This part: all but classes and escapes.</summary>
internal sealed partial class PatternReader(string pattern)
{
    private const int MaxRepetitions = 1000;
    private const int MaxDepth = 1000;

    private int _at;
    private int _depth;

    private bool AtEnd => _at == pattern.Length;

    /// <exception cref="PatternException">The pattern has a mistake.</exception>
    public PatternPart Read()
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (!Rune.TryGetRuneAt(pattern, i, out var rune))
                throw new PatternException("it has a byte that is no valid UTF-8");
            i += rune.Utf16SequenceLength - 1;
        }

        var whole = ReadAlternatives();
        return AtEnd ? whole : throw new PatternException("it has a ')' without its '('");
    }

    private PatternPart ReadAlternatives()
    {
        if (++_depth > MaxDepth)
            throw new PatternException("it is nested too deeply");
        var alternatives = ReadSequence();
        while (TryTake("|"))
            alternatives = alternatives.Or(ReadSequence());
        _depth--;
        return alternatives;
    }

    private PatternPart ReadSequence()
    {
        var sequence = PatternPart.Empty;
        while (!AtEnd && pattern[_at] is not ('|' or ')'))
        {
            if (ReadItem() is { } item)
                sequence = sequence.Then(ReadRepetition(item));
            else if (!AtEnd && IsRepetition(out var sign))
                throw NothingToRepeat(sign);
        }
        return sequence;
    }

    /// <summary>One item; null for flags, which are none and cannot be repeated.</summary>
    private PatternPart? ReadItem()
    {
        if (IsRepetition(out var sign))
            throw NothingToRepeat(sign);
        switch (pattern[_at])
        {
            case '^' or '$':
                _at++;
                return PatternPart.Empty;
            case '(':
                _at++;
                return ReadGroup();
            case '[':
                ReadClass();
                return PatternPart.Character;
            case '\\':
                return ReadEscapedItem();
            default:
                ReadCharacter();
                return PatternPart.Character;
        }
    }

    private PatternPart? ReadGroup()
    {
        if (TryTake("?P<"))
            ReadGroupName();
        else if (TryTake("?") && ReadFlags() == ')')
            return null;

        var inner = ReadAlternatives();
        return TryTake(")") ? inner : throw new PatternException("it has a '(' without its ')'");
    }

    private void ReadGroupName()
    {
        var end = pattern.IndexOf('>', _at);
        var name = end < 0 ? "" : pattern[_at..end];
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            throw new PatternException("a group's name must be letters, digits and underscores");
        _at = end + 1;
    }

    /// <summary>Flags such as <c>i</c> or <c>i-s</c>, with the sign behind them: ')' when they hold from here on, ':' when for a group.</summary>
    private char ReadFlags()
    {
        var isNegative = false;
        var isComplete = true;
        while (!AtEnd)
        {
            switch (pattern[_at++])
            {
                case 'i' or 'm' or 's' or 'U':
                    isComplete = true;
                    break;
                case '-' when !isNegative:
                    isNegative = true;
                    isComplete = false;
                    break;
                case ':' or ')' when isComplete:
                    return pattern[_at - 1];
                default:
                    throw new PatternException("after '(?' only flags, ':' or a name as in (?P<name>...) may stand; look-around is not known");
            }
        }
        throw new PatternException("it has a '(' without its ')'");
    }

    private PatternPart ReadRepetition(PatternPart item)
    {
        if (AtEnd || !IsRepetition(out var sign))
            return item;
        _at += sign.Length;
        TryTake("?"); // As few as possible: the same texts match.
        if (!AtEnd && IsRepetition(out var second))
            throw new PatternException($"'{second}' follows a repetition; a repetition cannot be repeated");

        var (min, max) = Limits(sign);
        if (sign[0] != '{')
            return item with { MatchesEmpty = item.MatchesEmpty || min == 0 };
        if (min > MaxRepetitions || max > MaxRepetitions || (max is { } limit && min > limit))
            throw new PatternException($"'{sign}' is no repetition; at most {MaxRepetitions} are allowed, the smaller number first");
        var repetitions = (long)item.Repetitions * Math.Max(max ?? min, 1);
        if (max != 0 && repetitions > MaxRepetitions)
            throw new PatternException($"it repeats something more than {MaxRepetitions} times");
        return new(item.MatchesEmpty || min == 0, max == 0 ? 1 : (int)repetitions);
    }

    private static (long Min, long? Max) Limits(string sign)
    {
        if (sign[0] != '{')
            return (sign == "+" ? 1 : 0, null);
        var numbers = sign[1..^1].Split(',');
        var min = long.Parse(numbers[0]);
        return (min, numbers.Length == 1 ? min : numbers[1].Length == 0 ? null : long.Parse(numbers[1]));
    }

    /// <summary>Braces that are no repetition, such as <c>{,5}</c>, are taken as they are.</summary>
    private bool IsRepetition(out string sign)
    {
        sign = pattern[_at].ToString();
        if (sign is "*" or "+" or "?")
            return true;
        if (sign != "{" || BracedRepetition().Match(pattern, _at) is not { Success: true } match || match.Index != _at)
            return false;
        sign = match.Value;
        return true;
    }

    private static PatternException NothingToRepeat(string sign) => new($"'{sign}' has nothing before it to repeat");

    private void ReadCharacter() => _at += Rune.GetRuneAt(pattern, _at).Utf16SequenceLength;

    private bool TryTake(string expected)
    {
        if (string.CompareOrdinal(pattern, _at, expected, 0, expected.Length) != 0)
            return false;
        _at += expected.Length;
        return true;
    }
}
