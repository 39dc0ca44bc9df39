using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Writes what the linter found.</summary>
public static class ReportWriter
{
    /// <summary>Writes the findings.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Gets the text.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="notes">Whether notes are written, too; they are counted in any case.</param>
    public static void Write(this LintReport report, TextWriter output, LintFormat format, bool notes = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        LintFinding[] shown = [.. report.Findings.Where(finding => notes || finding.Rule.Severity is not LintSeverity.Note)];
        switch (format)
        {
            case LintFormat.Text:
                TextReport.Write(output, report, shown);
                break;
            case LintFormat.Json:
                JsonReport.Write(output, report, shown);
                break;
            case LintFormat.GitHub:
                GitHubReport.Write(output, shown);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }
}
