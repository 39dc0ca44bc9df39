using System.Text.Encodings.Web;
using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Findings for programs: one object, described in docs/linter.md.</summary>
internal static class JsonReport
{
    // The text goes to a file or a program, not into a page.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, LintReport report, IEnumerable<LintFinding> shown)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteNumber("queries", report.Queries);
            json.WriteNumber("metrics", report.Metrics);
            foreach (var severity in Enum.GetValues<LintSeverity>().Reverse())
                json.WriteNumber($"{severity.ToString().ToLowerInvariant()}s", report.Open.Count(finding => finding.Rule.Severity == severity));
            json.WriteNumber("deviations", report.Findings.Count - report.Open.Count());
            json.WriteStartArray("findings");
            foreach (var finding in shown)
                Write(json, finding);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, LintFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", finding.Rule.Severity.ToString().ToLowerInvariant());
        json.WriteString("file", finding.Place.File);
        json.WriteNumber("line", finding.Place.Line);
        json.WriteNumber("column", finding.Place.Column);
        json.WriteString("subject", finding.Place.Subject);
        json.WriteString("reason", finding.Reason);
        json.WriteString("mend", finding.Mend);
        json.WriteString("deviation", finding.Deviation);
        json.WriteEndObject();
    }
}
