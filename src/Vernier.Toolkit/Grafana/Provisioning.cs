using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>Writes the files of Grafana's folder <c>provisioning</c> (grafana.com/docs/grafana/latest/administration/provisioning).</summary>
internal static class Provisioning
{
    /// <summary>The UID of the default data source.</summary>
    public const string PrometheusUid = "prometheus";

    /// <summary>The folder of the dashboards in the container of Grafana.</summary>
    public const string DashboardFolder = "/var/lib/grafana/dashboards";

    /// <summary>Returns the path of a dashboard file in the output folder.</summary>
    public static string PathOf(DashboardDefinition dashboard) => $"grafana/dashboards/{dashboard.FileName}.json";

    /// <summary>Writes the data sources.</summary>
    /// <param name="traces">The URL that exemplars link to, with <c>{trace}</c> in place of the trace ID; null for no link.</param>
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
            ["options"] = new JsonObject { ["path"] = DashboardFolder },
        }),
    });

    private static JsonObject Source(string name, string uid, string url, bool isDefault, string? traces)
    {
        var settings = new JsonObject
        {
            ["httpMethod"] = "POST",
            // Grafana derives $__rate_interval from the scrape interval.
            ["timeInterval"] = PrometheusDuration.Format(PrometheusConfiguration.DefaultInterval),
        };
        if (traces is not null)
        {
            // The dollar sign is escaped because Grafana expands environment variables in these files.
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
