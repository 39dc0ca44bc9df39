using Vernier.Host.Commands;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Fuzzing.Targets;

/// <summary>Rule files, whose expressions are checked by all rules of the linter.</summary>
internal sealed class RuleFileTarget : FuzzTarget
{
    private static readonly KnownMetric[] Metrics = [.. GenerateCommand.Systems.SelectMany(catalog => CatalogReader.Read(catalog).Metrics)];

    public override string Name => "rules";

    public override IReadOnlyList<string> Corpus =>
    [
        "groups:\n  - name: a\n    interval: 30s\n    limit: 5\n    labels: {team: x}\n    rules:\n      - record: a:b:c\n        expr: sum by (handler) (rate(orchestrix_handler_duration_seconds_count[5m]))\n        labels:\n          a: b\n",
        "groups:\n  - name: a\n    rules:\n      - &first\n        alert: A\n        expr: |\n          histogram_quantile(0.9, sum by (le) (rate(orchestrix_handler_duration_seconds_bucket[5m])))\n            > 0.5\n        for: 5m\n        keep_firing_for: 1h\n        labels: {severity: critical}\n        annotations:\n          summary: '{{ $labels.handler }} is {{ $value | humanize }}'\n      - <<: *first\n        alert: B\n",
        "groups:\n- name: \"b\"\n  rules: [{alert: C, expr: \"up == 0\", for: 0}]\n",
    ];

    public override IReadOnlyList<string> Dictionary =>
    [
        "groups:", "rules:", "- ", "record: ", "alert: ", "expr: ", "for: ", "labels: ", "annotations:\n", "<<: *first\n", "*first", "&x ", "*x", "{{ $labels.", "}}", "{{ .Value | ", "rate(", "sum(", "> 1", " orchestrix_", "[5m]", "{a=~\"b|c\"}", "by (le)", "|\n", "\"", "\n        ", "5m", "null",
    ];

    public override bool Run(string input)
    {
        var content = RuleFileReader.Read(YamlFile.Read("file", input));
        var checker = new QueryChecker(new KnownMetrics(Metrics, ["job", "instance"]), new LintOptions());
        foreach (var finding in content.Queries.SelectMany(checker.Check).Concat(content.Findings))
            Require(finding.Location.Line > 0 && finding.Location.Column > 0 && finding.Message.Length < 100_000, "a finding has no location, or is too long");
        return content.Findings.Count == 0;
    }
}
