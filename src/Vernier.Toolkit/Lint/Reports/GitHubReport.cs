using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Writes findings as workflow commands (GitHub documentation, "Workflow commands"), which become annotations. Suppressed findings are left out.</summary>
internal static class GitHubReport
{
    public static void Write(TextWriter output, IEnumerable<LintFinding> listed)
    {
        foreach (var finding in listed.Where(finding => finding.Suppression is null))
        {
            var command = finding.Rule.Severity switch
            {
                LintSeverity.Error => "error",
                LintSeverity.Warning => "warning",
                _ => "notice",
            };
            var properties = string.Join(',', Properties(finding).Select(property => $"{property.Key}={EscapeProperty(property.Value)}"));
            output.WriteLine($"::{command} {properties}::{EscapeMessage($"{(IsUrl(finding) ? $"{finding.Location.File}: " : "")}{finding.Message} {finding.Fix}")}");
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> Properties(LintFinding finding)
    {
        var location = finding.Location;
        if (location.File.Length > 0 && !IsUrl(finding))
        {
            yield return new("file", location.File);
            if (location.Line > 0)
                yield return new("line", $"{location.Line}");
            if (location.Column > 0)
                yield return new("col", $"{location.Column}");
        }
        yield return new("title", location.Element.Length > 0 ? $"{finding.Rule} ({location.Element})" : finding.Rule.Id);
    }

    private static bool IsUrl(LintFinding finding) => finding.Location.File.Contains("://", StringComparison.Ordinal);

    private static string EscapeMessage(string text) => text.Replace("%", "%25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string EscapeProperty(string text) => EscapeMessage(text).Replace(":", "%3A").Replace(",", "%2C");
}
