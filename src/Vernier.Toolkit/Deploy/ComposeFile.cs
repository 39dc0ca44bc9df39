using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Deploy;

/// <summary>
/// Writes <c>compose.yaml</c> (compose-spec.io): the applications and the monitoring servers, whose ports are published on the loopback interface only. Tests
/// check the YAML and that hosts match the scrape jobs; they do not start the containers.
/// </summary>
internal static class ComposeFile
{
    /// <summary>The services that are not applications.</summary>
    public static readonly IReadOnlyList<string> ReservedServices = ["prometheus", "pushgateway", "alertmanager", "victoriametrics", "grafana"];

    // The default of Prometheus.
    private static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(15);

    /// <summary>Writes the file.</summary>
    /// <param name="options">The valid options.</param>
    /// <param name="catalogs">The valid catalogs.</param>
    public static string Write(DeployOptions options, IReadOnlyList<MetricCatalog> catalogs)
    {
        var services = new JsonObject();
        foreach (var application in options.Applications)
            services[application.Name] = Application(application);
        services["prometheus"] = Server("prom/prometheus:v3.5.0", 9090,
            ["./prometheus:/etc/prometheus:ro", "prometheus:/prometheus"],
            "--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus",
            $"--storage.tsdb.retention.time={PrometheusDuration.Format(Retention(catalogs))}", "--enable-feature=exemplar-storage");
        services["pushgateway"] = Server("prom/pushgateway:v1.11.1", 9091, []);
        services["alertmanager"] = Server("prom/alertmanager:v0.28.1", 9093, ["./alertmanager:/etc/alertmanager:ro", "alertmanager:/alertmanager"]);
        services["victoriametrics"] = Server("victoriametrics/victoria-metrics:v1.122.0", 8428, ["victoriametrics:/victoria-metrics-data"]);
        var grafana = Server($"grafana/grafana:{GrafanaVersion.Number}", 3000,
            ["./grafana/provisioning:/etc/grafana/provisioning:ro", $"./grafana/dashboards:{Provisioning.DashboardFolder}:ro", "grafana:/var/lib/grafana"]);
        grafana["environment"] = GrafanaEnvironment(catalogs.SelectMany(catalog => catalog.Dashboards).FirstOrDefault(dashboard => dashboard.Uid == options.HomeDashboard));
        grafana["depends_on"] = new JsonArray("prometheus");
        services["grafana"] = grafana;
        return YamlText.Write(new JsonObject
        {
            ["services"] = services,
            ["volumes"] = new JsonObject(options.Applications.SelectMany(application => application.NamedVolumes).Distinct()
                .Concat(["prometheus", "alertmanager", "victoriametrics", "grafana"])
                .Select(volume => KeyValuePair.Create<string, JsonNode?>(volume, new JsonObject()))),
        });
    }

    /// <summary>
    /// The longest window of an objective. It needs no margin: Prometheus deletes a block only when its last sample is older than the retention, so the
    /// samples of the whole window remain.
    /// </summary>
    private static TimeSpan Retention(IEnumerable<MetricCatalog> catalogs) =>
        catalogs.SelectMany(catalog => catalog.Objectives).Select(objective => objective.Window).Append(DefaultRetention).Max();

    /// <summary>Anonymous read-only access; without an admin account, no default password must be changed.</summary>
    private static JsonObject GrafanaEnvironment(DashboardDefinition? home)
    {
        var environment = new JsonObject
        {
            ["GF_AUTH_ANONYMOUS_ENABLED"] = "true",
            ["GF_AUTH_ANONYMOUS_ORG_ROLE"] = "Viewer",
            ["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] = "true",
        };
        if (home is not null)
            environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] = $"{Provisioning.DashboardFolder}/{home.FileName}.json";
        return environment;
    }

    private static JsonObject Application(ComposeService application)
    {
        var service = new JsonObject();
        if (application.Image is not null)
            service["image"] = application.Image;
        if (application.BuildContext is not null)
            service["build"] = application.BuildContext;
        if (application.Command.Count > 0)
            service["command"] = JsonText.Array(application.Command);
        if (application.Volumes.Count > 0)
            service["volumes"] = JsonText.Array(application.Volumes);
        if (application.Ports.Count > 0)
            service["ports"] = JsonText.Array(application.Ports);
        service["restart"] = "unless-stopped";
        return service;
    }

    private static JsonObject Server(string image, int port, string[] volumes, params string[] command)
    {
        var service = new JsonObject { ["image"] = image };
        if (command.Length > 0)
            service["command"] = JsonText.Array(command);
        if (volumes.Length > 0)
            service["volumes"] = JsonText.Array(volumes);
        service["ports"] = JsonText.Array([Published(port)]);
        service["restart"] = "unless-stopped";
        return service;
    }

    private static string Published(int port) => $"127.0.0.1:{port}:{port}";
}
