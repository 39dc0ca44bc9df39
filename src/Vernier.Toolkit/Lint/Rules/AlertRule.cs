using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>What an alert has to tell those whom it wakes.</summary>
internal sealed class AlertRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject is not { Use: QueryUse.Alert } alert)
            yield break;
        if (alert.For is null || alert.For == TimeSpan.Zero)
            yield return new(LintRules.AlertFor, query.Tree, $"{alert.Title} fires as soon as the condition holds once.", "Say for how long it has to hold, as in for: 5m.");
        if (!alert.Labels.ContainsKey("severity"))
            yield return new(LintRules.AlertSeverity, query.Tree, $"Nobody can tell how much {alert.Title} matters.", "Add the label severity: critical, warning or info.");
        if (!alert.Annotations.ContainsKey("summary"))
            yield return new(LintRules.AlertSummary, query.Tree, $"{alert.Title} has no line that a notification can show.", "Add the annotation summary.");
        if (!alert.Annotations.ContainsKey("description"))
            yield return new(LintRules.AlertDescription, query.Tree, $"{alert.Title} does not say what happens.", "Add the annotation description.");
        if (!alert.Annotations.ContainsKey("runbook_url") && !alert.Annotations.ContainsKey("runbook"))
            yield return new(LintRules.AlertRunbook, query.Tree, $"{alert.Title} does not say what to do.", "Add the annotation runbook_url.");
    }
}
