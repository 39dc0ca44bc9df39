namespace Vernier.Toolkit.Lint.Findings;

/// <summary>A problem that a rule found. Immutable.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Location">The location of the problem.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
/// <param name="Fix">What to do about it, as a sentence.</param>
public sealed record LintFinding(LintRule Rule, LintLocation Location, string Message, string Fix)
{
    /// <summary>Gets the reason from the suppressions file; null (the default) if the finding is not suppressed.</summary>
    public string? Suppression { get; init; }
}
