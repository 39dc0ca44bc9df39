using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary>Writes Prometheus rule files (prometheus.io/docs/prometheus/latest/configuration/recording_rules): recording rules, then alerts.</summary>
internal static class RuleFile
{
    /// <summary>Writes the rules of a system.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="runbooks">The base URL of runbooks that are given as paths; null to keep the paths.</param>
    public static string Write(SystemRules rules, Uri? runbooks)
    {
        var name = rules.Catalog.Name;
        JsonObject?[] groups =
        [
            Group($"{name}-recorded", rules.Catalog.RecordingRules.Select(Recording)),
            Group($"{name}-objectives", rules.Objectives.SelectMany(slo => slo.ShortWindows).Select(Recording)),
            Group($"{name}-objectives-long", rules.Objectives.SelectMany(slo => slo.LongWindows).Select(Recording), SloRules.LongWindowInterval),
            Group(name, rules.Alerts.Select(alert => Alert(alert, runbooks)), rules.Catalog.AlertInterval),
        ];
        return YamlText.Write(new JsonObject { ["groups"] = JsonText.Array(groups.OfType<JsonObject>()) });
    }

    private static JsonObject? Group(string name, IEnumerable<JsonObject> rules, TimeSpan? interval = null)
    {
        var written = JsonText.Array(rules);
        if (written.Count == 0)
            return null;
        var group = new JsonObject { ["name"] = name };
        if (interval is { } time)
            group["interval"] = PrometheusDuration.Format(time);
        group["rules"] = written;
        return group;
    }

    private static JsonObject Recording(RecordingRuleDefinition rule)
    {
        var written = new JsonObject { ["record"] = rule.Name, ["expr"] = rule.Expression.ToString() };
        if (rule.Labels.Count > 0)
            written["labels"] = JsonText.Object(rule.Labels);
        return written;
    }

    private static JsonObject Alert(AlertDefinition alert, Uri? runbooks) => new()
    {
        ["alert"] = alert.Name,
        ["expr"] = alert.Expression.ToString(),
        ["for"] = PrometheusDuration.Format(alert.For),
        ["labels"] = JsonText.Object([new("severity", alert.Severity.ToString().ToLowerInvariant()), .. alert.Labels]),
        ["annotations"] = JsonText.Object([new("summary", alert.Summary), new("description", alert.Description), new("runbook_url", runbooks is null ? alert.Runbook : new Uri(runbooks, alert.Runbook).AbsoluteUri)]),
    };
}
