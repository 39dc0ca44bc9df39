namespace Vernier.PromQL.RegularExpressions;

/// <summary>The properties of a part of a regex.</summary>
/// <param name="MatchesEmpty">Whether the part matches the empty string.</param>
/// <param name="Repetitions">The product of the nested repetition counts, which RE2 limits; 1 without repetition.</param>
internal readonly record struct RegexFragment(bool MatchesEmpty, int Repetitions = 1)
{
    /// <summary>A part that consumes nothing, such as an anchor.</summary>
    public static RegexFragment Empty => new(true);

    public static RegexFragment Character => new(false);

    public RegexFragment Then(RegexFragment next) => new(MatchesEmpty && next.MatchesEmpty, Math.Max(Repetitions, next.Repetitions));

    public RegexFragment Or(RegexFragment other) => new(MatchesEmpty || other.MatchesEmpty, Math.Max(Repetitions, other.Repetitions));
}

/// <summary>A regex is not valid in RE2; the message contains the reason.</summary>
internal sealed class RegexSyntaxException(string message) : Exception(message);
