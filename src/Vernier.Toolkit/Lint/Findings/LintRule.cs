namespace Vernier.Toolkit.Lint.Findings;

/// <summary>A rule of the linter. Immutable.</summary>
/// <param name="Id">Its name in reports and in the file of known deviations: lower case with dashes.</param>
/// <param name="Severity">How much its findings matter.</param>
/// <param name="Meaning">What it finds, as a phrase.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Meaning)
{
    /// <summary>What it does to a query that breaks it; nothing by default.</summary>
    internal QueryEffect Effect { get; init; }

    /// <summary>Whether its findings say that something could not be read at all; such a one is never a known deviation.</summary>
    internal bool CannotDeviate { get; init; }

    /// <summary>The <see cref="Id"/>.</summary>
    public override string ToString() => Id;
}
