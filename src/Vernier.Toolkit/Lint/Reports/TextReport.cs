using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Findings for people: where, what, and what to do, in two lines each; then the sums.</summary>
internal static class TextReport
{
    public static void Write(TextWriter output, LintReport report, IEnumerable<LintFinding> shown)
    {
        foreach (var finding in shown)
        {
            var place = finding.Place.ToString();
            var severity = finding.Rule.Severity.ToString().ToLowerInvariant();
            output.WriteLine(Harmless($"{(place.Length > 0 ? $"{place}: " : "")}{severity} {finding.Rule}{Subject(finding)}: {finding.Reason}"));
            output.WriteLine(Harmless(finding.Deviation is { } reason ? $"    known: {reason}" : $"    mend: {finding.Mend}"));
        }
        output.WriteLine($"{Number(report.Queries, "query", "queries")} and {Number(report.Metrics, "metric")} checked: "
            + string.Join(", ", Enum.GetValues<LintSeverity>().Reverse().Select(severity => Number(report.Open.Count(f => f.Rule.Severity == severity), severity.ToString().ToLowerInvariant())))
            + $", {Number(report.Findings.Count - report.Open.Count(), "known deviation")}");
    }

    /// <summary>What stands in files and answers could command the terminal otherwise.</summary>
    private static string Harmless(string text) =>
        text.Any(IsCommand) ? string.Concat(text.Select(c => IsCommand(c) ? '\uFFFD' : c)) : text;

    private static bool IsCommand(char c) => char.IsControl(c) && c != '\n';

    private static string Subject(LintFinding finding) => finding.Place.Subject.Length > 0 ? $" ({finding.Place.Subject})" : "";

    private static string Number(int number, string one, string? many = null) => $"{number} {(number == 1 ? one : many ?? $"{one}s")}";
}
