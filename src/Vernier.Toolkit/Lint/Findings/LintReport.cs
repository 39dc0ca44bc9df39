namespace Vernier.Toolkit.Lint.Findings;

/// <summary>All findings of one check. Immutable.</summary>
/// <param name="Findings">The findings, by place.</param>
/// <param name="Queries">How many expressions were looked at.</param>
/// <param name="Metrics">How many metrics were looked at.</param>
public sealed record LintReport(IReadOnlyList<LintFinding> Findings, int Queries, int Metrics)
{
    /// <summary>The findings that are not known deviations.</summary>
    public IEnumerable<LintFinding> Open => Findings.Where(finding => finding.Deviation is null);

    /// <summary>Whether there is an error that is no known deviation.</summary>
    public bool HasErrors => Open.Any(finding => finding.Rule.Severity is LintSeverity.Error);

    /// <summary>Whether there is a warning that is no known deviation.</summary>
    public bool HasWarnings => Open.Any(finding => finding.Rule.Severity is LintSeverity.Warning);
}
