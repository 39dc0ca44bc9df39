using System.Text.Json.Nodes;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary><c>alertmanager.yml</c>: critical alerts at once and often, the others in groups and seldom; nothing more of a target that does not answer,
/// nor that an error budget burns too fast while it burns very fast.</summary>
internal static class AlertmanagerConfiguration
{
    /// <param name="webhook">Where alerts are sent; null for nowhere, so that they are seen in Alertmanager alone.</param>
    public static string Write(Uri? webhook) => YamlText.Write(new JsonObject
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
            Inhibition(["alertname=\"TargetDown\""], ["alertname!=\"TargetDown\""], "job", "instance"),
            Inhibition(["slo!=\"\"", "severity=\"critical\""], ["slo!=\"\"", "severity=\"warning\""], "slo", "job")),
        ["receivers"] = new JsonArray(Receiver("default", webhook), Receiver("critical", webhook)),
    });

    private static JsonObject Inhibition(string[] firing, string[] silent, params string[] equal) => new()
    {
        ["source_matchers"] = JsonText.Array(firing),
        ["target_matchers"] = JsonText.Array(silent),
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
