using System.Text;

namespace Vernier.PromQL.RegularExpressions;

/// <summary>Parses a regex by the rules of RE2, to find errors and whether it matches the empty string. This part parses groups and quantifiers.</summary>
internal sealed partial class RegexParser(string pattern)
{
    private const int MaxRepetitions = 1000;
    private const int MaxDepth = 1000;

    private int _at;
    private int _depth;

    /// <summary>The first end of a POSIX class after the last opening; <see cref="int.MaxValue"/> if the rest has none.</summary>
    private int _posixEnd;

    private bool AtEnd => _at == pattern.Length;

    /// <exception cref="RegexSyntaxException">The regex is not valid.</exception>
    public RegexFragment Parse()
    {
        var whole = ReadAlternation();
        return AtEnd ? whole : throw new RegexSyntaxException("unmatched ')'");
    }

    private RegexFragment ReadAlternation()
    {
        if (++_depth > MaxDepth)
            throw new RegexSyntaxException("it is nested too deeply");
        var alternation = ReadConcatenation();
        while (TryTake("|"))
            alternation = alternation.Or(ReadConcatenation());
        _depth--;
        return alternation;
    }

    private RegexFragment ReadConcatenation()
    {
        var sequence = RegexFragment.Empty;
        while (!AtEnd && pattern[_at] is not ('|' or ')'))
        {
            if (ReadAtom() is { } atom)
                sequence = sequence.Then(ReadQuantifier(atom));
            else if (!AtEnd && IsQuantifier(out var quantifier))
                throw NothingToQuantify(quantifier);
        }
        return sequence;
    }

    /// <summary>Reads one atom; returns null for flags, which cannot be quantified.</summary>
    private RegexFragment? ReadAtom()
    {
        if (IsQuantifier(out var quantifier))
            throw NothingToQuantify(quantifier);
        switch (pattern[_at])
        {
            case '^' or '$':
                _at++;
                return RegexFragment.Empty;
            case '(':
                _at++;
                return ReadGroup();
            case '[':
                ReadClass();
                return RegexFragment.Character;
            case '\\':
                return ReadEscape();
            default:
                ReadCharacter();
                return RegexFragment.Character;
        }
    }

    private RegexFragment? ReadGroup()
    {
        if (TryTake("?P<"))
            ReadGroupName();
        else if (TryTake("?") && ReadFlags() == ')')
            return null;

        var inner = ReadAlternation();
        return TryTake(")") ? inner : throw new RegexSyntaxException("unmatched '('");
    }

    private void ReadGroupName()
    {
        var end = pattern.IndexOf('>', _at);
        var name = end < 0 ? "" : pattern[_at..end];
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            throw new RegexSyntaxException("a group name must consist of letters, digits, and underscores");
        _at = end + 1;
    }

    /// <summary>Reads flags such as <c>i</c> or <c>i-s</c>; returns the delimiter: ')' for flags up to the end of the group, ':' for flags of a new group.</summary>
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
                    throw new RegexSyntaxException("'(?' must be followed by flags, ':', or a name as in (?P<name>...); lookaround is not supported");
            }
        }
        throw new RegexSyntaxException("unmatched '('");
    }

    private RegexFragment ReadQuantifier(RegexFragment atom)
    {
        if (AtEnd || !IsQuantifier(out var quantifier))
            return atom;
        _at += quantifier.Length;
        TryTake("?"); // A lazy quantifier matches the same strings.
        if (!AtEnd && IsQuantifier(out var second))
            throw new RegexSyntaxException($"'{second}' follows another quantifier");

        var (min, max) = Limits(quantifier);
        if (quantifier[0] != '{')
            return atom with { MatchesEmpty = atom.MatchesEmpty || min == 0 };
        if (min > MaxRepetitions || max > MaxRepetitions || (max is { } limit && min > limit))
            throw new RegexSyntaxException($"'{quantifier}' is not a valid quantifier; the maximum is {MaxRepetitions}, and the smaller number must come first");
        var repetitions = (long)atom.Repetitions * Math.Max(max ?? min, 1);
        if (max != 0 && repetitions > MaxRepetitions)
            throw new RegexSyntaxException($"nested quantifiers exceed {MaxRepetitions} repetitions");
        return new(atom.MatchesEmpty || min == 0, max == 0 ? 1 : (int)repetitions);
    }

    private static (long Min, long? Max) Limits(string quantifier)
    {
        if (quantifier[0] != '{')
            return (quantifier == "+" ? 1 : 0, null);
        var numbers = quantifier[1..^1].Split(',');
        var min = long.Parse(numbers[0]);
        return (min, numbers.Length == 1 ? min : numbers[1].Length == 0 ? null : long.Parse(numbers[1]));
    }

    /// <summary>Whether a quantifier starts here. Other braces, such as <c>{,5}</c>, are literals.</summary>
    private bool IsQuantifier(out string quantifier)
    {
        quantifier = pattern[_at].ToString();
        if (quantifier is "*" or "+" or "?")
            return true;
        if (quantifier != "{" || BracedQuantifier().Match(pattern, _at) is not { Success: true } match || match.Index != _at)
            return false;
        quantifier = match.Value;
        return true;
    }

    private static RegexSyntaxException NothingToQuantify(string quantifier) => new($"'{quantifier}' has nothing to repeat");

    private void ReadCharacter() => _at += Rune.GetRuneAt(pattern, _at).Utf16SequenceLength;

    private bool TryTake(string expected)
    {
        if (string.CompareOrdinal(pattern, _at, expected, 0, expected.Length) != 0)
            return false;
        _at += expected.Length;
        return true;
    }
}
