using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Reports;

namespace Vernier.Toolkit.Tests.Lint.Reports;

public class ReportTests
{
    private static readonly LintReport Report = new(
        [
            new(LintRules.UnknownMetric, new("rules/a.yml", 3, 7, "alert A"), "Metric x does not exist.", "Did you mean y?"),
            new(LintRules.EndpointUnreachable, new("http://127.0.0.1:9/metrics", 0, 0, ""), "The endpoint is unreachable: refused.", "Start the service."),
            new(LintRules.MetricTotal, new("b.prom", 4, 1, "metric b_total"), "b_total is a gauge.", "Drop _total.") { Suppression = "As documented." },
            new(LintRules.RawCounter, new("a,b.json", 0, 0, "panel 100%: all"), "First line\nsecond: 50%.", "Use rate."),
        ],
        Queries: 1,
        Metrics: 2);

    [Fact]
    public void Write_Text_HasTwoLinesPerFindingAndASummary() => Written(LintFormat.Text).ShouldBe("""
        rules/a.yml:3:7: error unknown-metric (alert A): Metric x does not exist.
            fix: Did you mean y?
        http://127.0.0.1:9/metrics: error endpoint-unreachable: The endpoint is unreachable: refused.
            fix: Start the service.
        b.prom:4:1: warning metric-total (metric b_total): b_total is a gauge.
            suppressed: As documented.
        1 query and 2 metrics checked: 2 errors, 0 warnings, 1 info, 1 suppressed

        """);

    [Fact]
    public void Write_IncludeInfo_InfoIsListed() => Written(LintFormat.Text, includeInfo: true).ShouldContain("a,b.json: info raw-counter (panel 100%: all): First line\nsecond: 50%.\n    fix: Use rate.");

    [Fact]
    public void Write_Json_IsOneObject() => Written(LintFormat.Json).ShouldBe("""
        {
          "queries": 1,
          "metrics": 2,
          "errors": 2,
          "warnings": 0,
          "infos": 1,
          "suppressed": 1,
          "findings": [
            {
              "rule": "unknown-metric",
              "severity": "error",
              "file": "rules/a.yml",
              "line": 3,
              "column": 7,
              "element": "alert A",
              "message": "Metric x does not exist.",
              "fix": "Did you mean y?",
              "suppression": null
            },
            {
              "rule": "endpoint-unreachable",
              "severity": "error",
              "file": "http://127.0.0.1:9/metrics",
              "line": 0,
              "column": 0,
              "element": "",
              "message": "The endpoint is unreachable: refused.",
              "fix": "Start the service.",
              "suppression": null
            },
            {
              "rule": "metric-total",
              "severity": "warning",
              "file": "b.prom",
              "line": 4,
              "column": 1,
              "element": "metric b_total",
              "message": "b_total is a gauge.",
              "fix": "Drop _total.",
              "suppression": "As documented."
            }
          ]
        }

        """);

    [Fact]
    public void Write_GitHub_IsOneCommandPerActiveFinding() => Written(LintFormat.GitHub, includeInfo: true).ShouldBe("""
        ::error file=rules/a.yml,line=3,col=7,title=unknown-metric (alert A)::Metric x does not exist. Did you mean y?
        ::error title=endpoint-unreachable::http://127.0.0.1:9/metrics: The endpoint is unreachable: refused. Start the service.
        ::notice file=a%2Cb.json,title=raw-counter (panel 100%25%3A all)::First line%0Asecond: 50%25. Use rate.

        """);

    /// <summary>Text from files and endpoints must not send commands to the terminal.</summary>
    [Fact]
    public void Write_ControlCharacters_AreReplaced()
    {
        var output = new StringWriter { NewLine = "\n" };

        new LintReport([new(LintRules.UnknownMetric, new("a.yml", 1, 1, "alert \u001b[2J"), "No \u0007.", "Fix.")], 1, 1).Write(output, LintFormat.Text);

        output.ToString().ShouldStartWith("a.yml:1:1: error unknown-metric (alert \uFFFD[2J): No \uFFFD.\n");
    }

    [Fact]
    public void Write_GitHubWithoutFile_HasNoFileProperty()
    {
        var output = new StringWriter { NewLine = "\n" };

        new LintReport([new(LintRules.UnknownMetric, new("", 0, 0, "alert A"), "No.", "Fix.")], 1, 1).Write(output, LintFormat.GitHub);

        output.ToString().ShouldBe("::error title=unknown-metric (alert A)::No. Fix.\n");
    }

    [Fact]
    public void HasErrors_AllFindingsSuppressed_IsFalse()
    {
        var suppressed = Report with { Findings = [.. Report.Findings.Select(finding => finding with { Suppression = "Intended." })] };

        (Report.HasErrors, suppressed.HasErrors, Report.HasWarnings, suppressed.HasWarnings).ShouldBe((true, false, false, false));
    }

    private static string Written(LintFormat format, bool includeInfo = false)
    {
        var output = new StringWriter { NewLine = "\n" };
        Report.Write(output, format, includeInfo);
        return output.ToString();
    }
}
