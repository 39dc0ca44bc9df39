using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports alerts without the metadata that the person on call needs.</summary>
internal sealed class AlertMetadataRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (query.Source is not { Kind: QueryKind.Alert } alert)
            yield break;
        if (alert.For is null || alert.For == TimeSpan.Zero)
            yield return new(LintRules.AlertFor, query.Tree, $"{alert.Title} fires on a single evaluation.");
        if (!alert.Labels.ContainsKey("severity"))
            yield return new(LintRules.AlertSeverity, query.Tree, $"{alert.Title} has no label severity.");
        if (!alert.Annotations.ContainsKey("summary"))
            yield return new(LintRules.AlertSummary, query.Tree, $"{alert.Title} has no annotation summary.");
        if (!alert.Annotations.ContainsKey("description"))
            yield return new(LintRules.AlertDescription, query.Tree, $"{alert.Title} has no annotation description.");
        if (!alert.Annotations.ContainsKey("runbook_url") && !alert.Annotations.ContainsKey("runbook"))
            yield return new(LintRules.AlertRunbook, query.Tree, $"{alert.Title} has no annotation runbook_url.");
    }
}
