namespace Vernier.Toolkit.Lint.Findings;

/// <summary>Something that a rule found. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">Where.</param>
/// <param name="Reason">What is wrong there, as a sentence.</param>
/// <param name="Mend">What to do about it, as a sentence.</param>
public sealed record LintFinding(LintRule Rule, LintPlace Place, string Reason, string Mend)
{
    /// <summary>Why it is left as it is, from the file of known deviations; null when it is none of those.</summary>
    public string? Deviation { get; init; }
}
