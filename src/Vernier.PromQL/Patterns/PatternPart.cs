namespace Vernier.PromQL.Patterns;

/// <summary>What has to be known of a part of a pattern.</summary>
/// <param name="MatchesEmpty">Whether the empty text fits.</param>
/// <param name="Repetitions">How often its most repeated item is repeated in all, for the limit on that.</param>
internal readonly record struct PatternPart(bool MatchesEmpty, int Repetitions = 1)
{
    /// <summary>What fits the empty text between two others, as an anchor does.</summary>
    public static PatternPart Empty => new(true);

    public static PatternPart Character => new(false);

    public PatternPart Then(PatternPart next) => new(MatchesEmpty && next.MatchesEmpty, Math.Max(Repetitions, next.Repetitions));

    public PatternPart Or(PatternPart other) => new(MatchesEmpty || other.MatchesEmpty, Math.Max(Repetitions, other.Repetitions));
}
