namespace Vernier.Toolkit.Lint.Findings;

/// <summary>The result of a check. Immutable.</summary>
/// <param name="Findings">All findings, including suppressed ones, ordered by location.</param>
/// <param name="Queries">The number of queries checked.</param>
/// <param name="Metrics">The number of metrics checked.</param>
public sealed record LintReport(IReadOnlyList<LintFinding> Findings, int Queries, int Metrics)
{
    /// <summary>Gets the findings that are not suppressed.</summary>
    public IEnumerable<LintFinding> Active => Findings.Where(finding => finding.Suppression is null);

    /// <summary>Gets a value indicating whether an error is not suppressed.</summary>
    public bool HasErrors => Active.Any(finding => finding.Rule.Severity is LintSeverity.Error);

    /// <summary>Gets a value indicating whether a warning is not suppressed.</summary>
    public bool HasWarnings => Active.Any(finding => finding.Rule.Severity is LintSeverity.Warning);

    internal int SuppressedCount => Findings.Count(finding => finding.Suppression is not null);

    internal int CountOf(LintSeverity severity) => Active.Count(finding => finding.Rule.Severity == severity);
}
