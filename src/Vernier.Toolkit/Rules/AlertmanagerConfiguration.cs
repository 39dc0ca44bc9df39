using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary>
/// Writes <c>alertmanager.yml</c>: critical alerts are sent early and repeated often, others are grouped. TargetDown inhibits the other alerts of the
/// target, and a fast-burn alert inhibits the slow-burn alert of the same objective.
/// </summary>
internal static class AlertmanagerConfiguration
{
    /// <summary>Writes the configuration.</summary>
    /// <param name="webhook">The webhook that receives the alerts; null for no receiver.</param>
    /// <param name="catalogs">The catalogs, whose objectives have labels.</param>
    public static string Write(Uri? webhook, IEnumerable<MetricCatalog> catalogs) => YamlText.Write(new JsonObject
    {
        ["route"] = new JsonObject
        {
            ["receiver"] = "default",
            ["group_by"] = new JsonArray("alertname", "job"),
            ["group_wait"] = "30s",
            ["group_interval"] = "5m",
            ["repeat_interval"] = "12h",
            ["routes"] = new JsonArray(new JsonObject
            {
                ["receiver"] = "critical",
                ["matchers"] = new JsonArray("severity=\"critical\""),
                ["group_wait"] = "10s",
                ["repeat_interval"] = "1h",
            }),
        },
        ["inhibit_rules"] = new JsonArray(
            Inhibition(["alertname=\"TargetDown\""], ["alertname!=\"TargetDown\""], ["job", "instance"]),
            Inhibition(["slo!=\"\"", "severity=\"critical\""], ["slo!=\"\"", "severity=\"warning\""], ["slo", "job", .. catalogs.SelectMany(catalog => catalog.Objectives).SelectMany(slo => slo.By).Select(label => label.Name).Distinct()])),
        ["receivers"] = new JsonArray(Receiver("default", webhook), Receiver("critical", webhook)),
    });

    private static JsonObject Inhibition(string[] source, string[] target, string[] equal) => new()
    {
        ["source_matchers"] = JsonText.Array(source),
        ["target_matchers"] = JsonText.Array(target),
        ["equal"] = JsonText.Array(equal),
    };

    private static JsonObject Receiver(string name, Uri? webhook)
    {
        var receiver = new JsonObject { ["name"] = name };
        if (webhook is not null)
            receiver["webhook_configs"] = new JsonArray(new JsonObject { ["url"] = webhook.AbsoluteUri });
        return receiver;
    }
}
