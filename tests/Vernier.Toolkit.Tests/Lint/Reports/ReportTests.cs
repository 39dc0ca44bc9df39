using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Reports;

namespace Vernier.Toolkit.Tests.Lint.Reports;

public class ReportTests
{
    private static readonly LintReport Report = new(
        [
            new(LintRules.UnknownMetric, new("rules/a.yml", 3, 7, "alert A"), "There is no metric x.", "Is y meant?"),
            new(LintRules.EndpointUnreachable, new("http://127.0.0.1:9/metrics", 0, 0, ""), "It cannot be reached: refused.", "Start it, or correct the address."),
            new(LintRules.MetricTotal, new("b.prom", 4, 1, "metric b_total"), "b_total is a gauge.", "Leave out _total.") { Suppression = "As documented." },
            new(LintRules.RawCounter, new("a,b.json", 0, 0, "panel 100%: all"), "First line\nsecond: 50%.", "Use rate."),
        ],
        Queries: 1,
        Metrics: 2);

    [Fact]
    public void Write_Text_HasTwoLinesForEachAndTheSums() => Written(LintFormat.Text).ShouldBe("""
        rules/a.yml:3:7: error unknown-metric (alert A): There is no metric x.
            fix: Is y meant?
        http://127.0.0.1:9/metrics: error endpoint-unreachable: It cannot be reached: refused.
            fix: Start it, or correct the address.
        b.prom:4:1: warning metric-total (metric b_total): b_total is a gauge.
            known: As documented.
        1 query and 2 metrics checked: 2 errors, 0 warnings, 1 note, 1 known deviation

        """);

    [Fact]
    public void Write_Notes_AreShownWhenAskedFor() => Written(LintFormat.Text, notes: true).ShouldContain("a,b.json: note raw-counter (panel 100%: all): First line\nsecond: 50%.\n    fix: Use rate.");

    [Fact]
    public void Write_Json_IsOneObject() => Written(LintFormat.Json).ShouldBe("""
        {
          "queries": 1,
          "metrics": 2,
          "errors": 2,
          "warnings": 0,
          "notes": 1,
          "deviations": 1,
          "findings": [
            {
              "rule": "unknown-metric",
              "severity": "error",
              "file": "rules/a.yml",
              "line": 3,
              "column": 7,
              "subject": "alert A",
              "reason": "There is no metric x.",
              "fix": "Is y meant?",
              "deviation": null
            },
            {
              "rule": "endpoint-unreachable",
              "severity": "error",
              "file": "http://127.0.0.1:9/metrics",
              "line": 0,
              "column": 0,
              "subject": "",
              "reason": "It cannot be reached: refused.",
              "fix": "Start it, or correct the address.",
              "deviation": null
            },
            {
              "rule": "metric-total",
              "severity": "warning",
              "file": "b.prom",
              "line": 4,
              "column": 1,
              "subject": "metric b_total",
              "reason": "b_total is a gauge.",
              "fix": "Leave out _total.",
              "deviation": "As documented."
            }
          ]
        }

        """);

    [Fact]
    public void Write_GitHub_IsOneCommandForEachOpenFinding() => Written(LintFormat.GitHub, notes: true).ShouldBe("""
        ::error file=rules/a.yml,line=3,col=7,title=unknown-metric (alert A)::There is no metric x. Is y meant?
        ::error title=endpoint-unreachable::http://127.0.0.1:9/metrics: It cannot be reached: refused. Start it, or correct the address.
        ::notice file=a%2Cb.json,title=raw-counter (panel 100%25%3A all)::First line%0Asecond: 50%25. Use rate.

        """);

    /// <summary>What a file or endpoint says must not command the terminal.</summary>
    [Fact]
    public void Write_ControlCharacters_AreTaken()
    {
        var output = new StringWriter { NewLine = "\n" };

        new LintReport([new(LintRules.UnknownMetric, new("a.yml", 1, 1, "alert \u001b[2J"), "No \u0007.", "Fix.")], 1, 1).Write(output, LintFormat.Text);

        output.ToString().ShouldStartWith("a.yml:1:1: error unknown-metric (alert \uFFFD[2J): No \uFFFD.\n");
    }

    [Fact]
    public void Write_GitHubWithoutFile_NamesNone()
    {
        var output = new StringWriter { NewLine = "\n" };

        new LintReport([new(LintRules.UnknownMetric, new("", 0, 0, "alert A"), "No.", "Fix.")], 1, 1).Write(output, LintFormat.GitHub);

        output.ToString().ShouldBe("::error title=unknown-metric (alert A)::No. Fix.\n");
    }

    [Fact]
    public void HasErrors_OnlyKnownDeviations_IsFalse()
    {
        var known = Report with { Findings = [.. Report.Findings.Select(finding => finding with { Suppression = "Known." })] };

        (Report.HasErrors, known.HasErrors, Report.HasWarnings, known.HasWarnings).ShouldBe((true, false, false, false));
    }

    private static string Written(LintFormat format, bool notes = false)
    {
        var output = new StringWriter { NewLine = "\n" };
        Report.Write(output, format, notes);
        return output.ToString();
    }
}
