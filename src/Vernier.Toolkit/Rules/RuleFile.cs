using System.Text.Json.Nodes;
using Vernier.Catalogue;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary>A rule file of Prometheus (prometheus.io/docs/prometheus/latest/configuration/recording_rules): recording rules first, because the alerts read them.</summary>
internal static class RuleFile
{
    public static string Write(SystemRules rules)
    {
        string name = rules.Catalogue.Name;
        (string Group, IEnumerable<JsonObject> Rules)[] groups =
        [
            ($"{name}-recorded", rules.Catalogue.RecordingRules.Select(Recording)),
            ($"{name}-objectives", rules.Objectives.SelectMany(slo => slo.Recordings).Select(Recording)),
            (name, rules.Alerts.Select(Alert)),
        ];
        return YamlText.Write(new JsonObject
        {
            ["groups"] = JsonText.Array(groups.Where(group => group.Rules.Any())
                .Select(group => new JsonObject { ["name"] = group.Group, ["rules"] = JsonText.Array(group.Rules) })),
        });
    }

    private static JsonObject Recording(RecordingRuleDefinition rule)
    {
        var written = new JsonObject { ["record"] = rule.Name, ["expr"] = rule.Expression.ToString() };
        if (rule.Labels.Count > 0)
            written["labels"] = JsonText.Object(rule.Labels);
        return written;
    }

    private static JsonObject Alert(AlertDefinition alert) => new()
    {
        ["alert"] = alert.Name,
        ["expr"] = alert.Expression.ToString(),
        ["for"] = PrometheusDuration.Format(alert.For),
        ["labels"] = JsonText.Object([new("severity", alert.Severity.ToString().ToLowerInvariant()), .. alert.Labels]),
        ["annotations"] = JsonText.Object([new("summary", alert.Summary), new("description", alert.Description), new("runbook_url", alert.Runbook)]),
    };
}
