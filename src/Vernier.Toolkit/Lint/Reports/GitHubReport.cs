using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Findings as workflow commands (GitHub's documentation, "Workflow commands", section on messages): each becomes an annotation of its line.</summary>
internal static class GitHubReport
{
    public static void Write(TextWriter output, IEnumerable<LintFinding> shown)
    {
        foreach (var finding in shown.Where(finding => finding.Deviation is null))
        {
            var command = finding.Rule.Severity switch
            {
                LintSeverity.Error => "error",
                LintSeverity.Warning => "warning",
                _ => "notice",
            };
            var properties = string.Join(',', Properties(finding).Select(property => $"{property.Key}={Property(property.Value)}"));
            output.WriteLine($"::{command} {properties}::{Message($"{(IsUrl(finding) ? $"{finding.Place.File}: " : "")}{finding.Reason} {finding.Mend}")}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Properties(LintFinding finding)
    {
        var place = finding.Place;
        if (place.File.Length > 0 && !IsUrl(finding))
        {
            yield return new("file", place.File);
            if (place.Line > 0)
                yield return new("line", $"{place.Line}");
            if (place.Column > 0)
                yield return new("col", $"{place.Column}");
        }
        yield return new("title", place.Subject.Length > 0 ? $"{finding.Rule} ({place.Subject})" : finding.Rule.Id);
    }

    private static bool IsUrl(LintFinding finding) => finding.Place.File.Contains("://", StringComparison.Ordinal);

    private static string Message(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string Property(string text) => Message(text).Replace(":", "%3A").Replace(",", "%2C");
}
