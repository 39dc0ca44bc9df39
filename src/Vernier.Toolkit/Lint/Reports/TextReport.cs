using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Writes findings for people: location, problem and fix in two lines each, then a summary.</summary>
internal static class TextReport
{
    public static void Write(TextWriter output, LintReport report, IEnumerable<LintFinding> listed)
    {
        foreach (var finding in listed)
        {
            var location = finding.Location.ToString();
            var severity = finding.Rule.Severity.ToString().ToLowerInvariant();
            output.WriteLine(WithoutControlCharacters($"{(location.Length > 0 ? $"{location}: " : "")}{severity} {finding.Rule}{Element(finding)}: {finding.Message}"));
            output.WriteLine(WithoutControlCharacters(finding.Suppression is { } reason ? $"    suppressed: {reason}" : $"    fix: {finding.Fix}"));
        }
        output.WriteLine($"{Count(report.Queries, "query", "queries")} and {Count(report.Metrics, "metric", "metrics")} checked: "
            + $"{Count(report.CountOf(LintSeverity.Error), "error", "errors")}, {Count(report.CountOf(LintSeverity.Warning), "warning", "warnings")}, "
            + $"{report.CountOf(LintSeverity.Info)} info, {report.SuppressedCount} suppressed");
    }

    /// <summary>Replaces control characters: text from files and endpoints must not send commands to the terminal.</summary>
    private static string WithoutControlCharacters(string text) =>
        text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? '\uFFFD' : c)) : text;

    private static bool IsControl(char c) => char.IsControl(c) && c != '\n';

    private static string Element(LintFinding finding) => finding.Location.Element.Length > 0 ? $" ({finding.Location.Element})" : "";

    private static string Count(int number, string singular, string plural) => $"{number} {(number == 1 ? singular : plural)}";
}
