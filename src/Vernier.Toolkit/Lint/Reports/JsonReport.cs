using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Toolkit.Lint.Reports;

/// <summary>Writes findings as one JSON object. docs/linter.md documents the format.</summary>
internal static class JsonReport
{
    // The output is not embedded in HTML, so only the escapes that JSON requires are needed.
    private static readonly JsonWriterOptions WriterOptions = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, LintReport report, IEnumerable<LintFinding> listed)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WriterOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("queries", report.Queries);
            json.WriteNumber("metrics", report.Metrics);
            json.WriteNumber("errors", report.CountOf(LintSeverity.Error));
            json.WriteNumber("warnings", report.CountOf(LintSeverity.Warning));
            json.WriteNumber("infos", report.CountOf(LintSeverity.Info));
            json.WriteNumber("suppressed", report.SuppressedCount);
            json.WriteStartArray("findings");
            foreach (var finding in listed)
                Write(json, finding);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        output.WriteLine(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, LintFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule.Id);
        json.WriteString("severity", finding.Rule.Severity.ToString().ToLowerInvariant());
        json.WriteString("file", finding.Location.File);
        json.WriteNumber("line", finding.Location.Line);
        json.WriteNumber("column", finding.Location.Column);
        json.WriteString("element", finding.Location.Element);
        json.WriteString("message", finding.Message);
        json.WriteString("fix", finding.Fix);
        json.WriteString("suppression", finding.Suppression);
        json.WriteEndObject();
    }
}
