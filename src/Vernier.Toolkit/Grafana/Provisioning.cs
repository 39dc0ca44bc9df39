using System.Text.Json.Nodes;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>The files in Grafana's folder <c>provisioning</c> (grafana.com/docs/grafana/latest/administration/provisioning).</summary>
internal static class Provisioning
{
    /// <summary>The data source that dashboards start with.</summary>
    public const string PrometheusUid = "prometheus";

    /// <param name="traces">
    /// Where a trace is looked at, with <c>{trace}</c> in place of its id: exemplars link there. Null: exemplars have no link.
    /// </param>
    public static string DataSources(string? traces) => YamlText.Write(new JsonObject
    {
        ["apiVersion"] = 1,
        ["datasources"] = new JsonArray(
            Source("Prometheus", PrometheusUid, "http://prometheus:9090", isDefault: true, traces),
            Source("VictoriaMetrics", "victoriametrics", "http://victoriametrics:8428", isDefault: false, traces)),
    });

    public static string Dashboards() => YamlText.Write(new JsonObject
    {
        ["apiVersion"] = 1,
        ["providers"] = new JsonArray(new JsonObject
        {
            ["name"] = "vernier",
            ["folder"] = "Vernier",
            ["type"] = "file",
            ["updateIntervalSeconds"] = 30,
            ["allowUiUpdates"] = false,
            ["options"] = new JsonObject { ["path"] = "/var/lib/grafana/dashboards" },
        }),
    });

    private static JsonObject Source(string name, string uid, string url, bool isDefault, string? traces)
    {
        var settings = new JsonObject
        {
            ["httpMethod"] = "POST",
            // From it Grafana derives $__rate_interval.
            ["timeInterval"] = PrometheusDuration.Format(PrometheusConfiguration.DefaultInterval),
        };
        if (traces is not null)
        {
            // A dollar is doubled, because Grafana replaces variables of the environment in these files.
            settings["exemplarTraceIdDestinations"] = new JsonArray(new JsonObject
            {
                ["name"] = "trace_id",
                ["url"] = traces.Replace("{trace}", "$${__value.raw}", StringComparison.Ordinal),
                ["urlDisplayLabel"] = "Trace",
            });
        }
        return new()
        {
            ["name"] = name,
            ["uid"] = uid,
            ["type"] = DataSource.Type,
            ["access"] = "proxy",
            ["url"] = url,
            ["isDefault"] = isDefault,
            ["editable"] = false,
            ["jsonData"] = settings,
        };
    }
}
