using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Fuzzing.Targets;

/// <summary>Dashboards, whose expressions are checked by all rules of the linter.</summary>
internal sealed class DashboardTarget : FuzzTarget
{
    public override string Name => "dashboard";

    public override IReadOnlyList<string> Corpus =>
    [
        """{"title": "T", "panels": [{"title": "P", "datasource": {"type": "prometheus"}, "targets": [{"expr": "rate(x_total{a=\"$b\"}[$__rate_interval])", "legendFormat": "{{a}}"}], "fieldConfig": {"defaults": {"unit": "s"}}, "panels": []}]}""",
        """{"dashboard": {"rows": [{"panels": [{"targets": [{"expr": "up"}]}]}], "panels": [], "templating": {"list": [{"type": "query", "name": "b", "query": "label_values(up{a=\"c\"}, job)"}, {"type": "query", "name": "c", "query": {"query": "query_result( sum(x) )"}}]}}}""",
        """{"panels": [], "annotations": {"list": [{"name": "a", "target": {"expr": "x"}}, {"name": "b", "expr": "y \\ud83d\\ude00"}]}}""",
    ];

    public override IReadOnlyList<string> Dictionary =>
        ["{", "}", "[", "]", ",", ":", "\"", "\"panels\": ", "\"targets\": ", "\"expr\": ", "\"query\": ", "\\ud800", "\\u0000", "\\n", "null", "true", "1e999", "-", "label_values(", "query_result(", "$x", "${x}", "[[x]]", "{{", "}}", "\"templating\": {\"list\": ["];

    public override bool Run(string input)
    {
        LocatedJson root;
        try
        {
            root = LocatedJsonReader.Read(input);
        }
        catch (JsonException exception)
        {
            (var line, var column) = LocatedJsonReader.LocationOf(input, exception);
            Require(line > 0 && column > 0, "an error has no location");
            return false;
        }
        var content = DashboardReader.Read("file", root);
        var checker = new QueryChecker(new KnownMetrics([new KnownMetric("up", MetricType.Gauge, new("", 0, 0, ""))], ["job"]), new LintOptions());
        foreach (var finding in content.Queries.SelectMany(checker.Check).Concat(content.Findings))
            Require(finding.Location.Line > 0 && finding.Location.Column > 0, "a finding has no location");
        return content.Findings.Count == 0;
    }
}
