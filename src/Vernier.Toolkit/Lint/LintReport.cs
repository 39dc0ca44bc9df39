using Vernier.Toolkit.Lint.Reports;

namespace Vernier.Toolkit.Lint;

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

    /// <summary>Writes the findings.</summary>
    /// <param name="output">Gets the text.</param>
    /// <param name="format">How.</param>
    /// <param name="notes">Whether notes are written, too; they are counted in any case.</param>
    public void Write(TextWriter output, LintFormat format, bool notes = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        LintFinding[] shown = [.. Findings.Where(finding => notes || finding.Rule.Severity is not LintSeverity.Note)];
        switch (format)
        {
            case LintFormat.Text:
                TextReport.Write(output, this, shown);
                break;
            case LintFormat.Json:
                JsonReport.Write(output, this, shown);
                break;
            case LintFormat.GitHub:
                GitHubReport.Write(output, shown);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }
}
