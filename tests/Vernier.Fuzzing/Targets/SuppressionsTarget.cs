using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Fuzzing.Targets;

/// <summary>Suppressions files, applied to a finding.</summary>
internal sealed class SuppressionsTarget : FuzzTarget
{
    private static readonly LintFinding Finding = new(LintRules.MetricTotal, new("file", 1, 1, "metric shop_orders"), "Message.", "Fix.");

    public override string Name => "suppressions";

    public override IReadOnlyList<string> Corpus =>
        ["- rule: metric-total\n  element: metric shop_orders\n  reason: Old.\n- {rule: metric-help, element: '*', reason: a}\n", "- rule: metric-total\n  element: sh*_ord*s\n  reason: |\n    a\n    b\n", "[]\n", "# none\n"];

    public override IReadOnlyList<string> Dictionary => ["- rule: ", "element: ", "reason: ", "metric-total", "*", "**", "(", "[", "\\", "?", "&a ", "*a", "{", "}", "\n  ", "'", "\""];

    public override bool Run(string input)
    {
        var findings = Suppressions.Parse("file", input).Apply([Finding]);
        foreach (var finding in findings)
            Require(finding.Location.Line > 0, "a finding has no location");
        return findings.All(finding => finding.Rule != LintRules.InvalidSuppressions && finding.Rule != LintRules.YamlSyntax);
    }
}
