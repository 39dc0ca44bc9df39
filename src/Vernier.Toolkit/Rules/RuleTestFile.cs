using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary>
/// Writes the tests of all alerts for <c>promtool test rules</c> (prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules). The tests count
/// the firing alerts in the series <c>ALERTS</c>, so they do not repeat labels and annotations. An alert that is expected not to fire must not fire at any
/// time during the test.
/// </summary>
internal static class RuleTestFile
{
    public static string Write(SystemRules rules) => YamlText.Write(new JsonObject
    {
        ["rule_files"] = new JsonArray($"../rules/{rules.Catalog.Name}.rules.yml"),
        ["evaluation_interval"] = "1m",
        ["tests"] = JsonText.Array(rules.Alerts.SelectMany(alert => alert.Tests.Select(test => Test(alert, test)))),
    });

    private static JsonObject Test(AlertDefinition alert, AlertTest test) => new()
    {
        ["name"] = $"{alert.Name}: {test.When}",
        ["interval"] = "1m",
        ["input_series"] = JsonText.Array(test.Series.Select(series => new JsonObject { ["series"] = series.Series.ToString(), ["values"] = series.Values })),
        ["promql_expr_test"] = new JsonArray(new JsonObject
        {
            ["expr"] = Firing(alert.Name, test),
            ["eval_time"] = PrometheusDuration.Format(test.After),
            ["exp_samples"] = new JsonArray(new JsonObject { ["labels"] = "{}", ["value"] = test.Firing }),
        }),
    };

    private static string Firing(string alert, AlertTest test)
    {
        var now = $"count(ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}}) or vector(0)";
        return test.Firing > 0 ? now : $"max_over_time(({now})[{PrometheusDuration.Format(test.After)}:1m])";
    }
}
