using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Writes lint reports.</summary>
public static class ReportWriter
{
    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">The writer that receives the text.</param>
    /// <param name="format">The format.</param>
    /// <param name="includeInfo">Whether to list findings of severity info. They are counted in any case.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="format"/> is not a defined value.</exception>
    public static void Write(this LintReport report, TextWriter output, LintFormat format, bool includeInfo = false)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        LintFinding[] listed = [.. report.Findings.Where(finding => includeInfo || finding.Rule.Severity is not LintSeverity.Info)];
        switch (format)
        {
            case LintFormat.Text:
                TextReport.Write(output, report, listed);
                break;
            case LintFormat.Json:
                JsonReport.Write(output, report, listed);
                break;
            case LintFormat.GitHub:
                GitHubReport.Write(output, listed);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, null);
        }
    }
}
