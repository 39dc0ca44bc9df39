using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Rules;

/// <summary>Writes <c>prometheus.yml</c>: one job for each system, jobs for Prometheus and the Pushgateway, and remote write to VictoriaMetrics.</summary>
internal static class PrometheusConfiguration
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(15);

    /// <summary>The jobs that are not from catalogs.</summary>
    public static readonly IReadOnlyList<string> ReservedJobs = ["prometheus", "pushgateway"];

    public static string Write(IEnumerable<MetricCatalog> catalogs) => YamlText.Write(new JsonObject
    {
        ["global"] = new JsonObject
        {
            ["scrape_interval"] = PrometheusDuration.Format(DefaultInterval),
            ["evaluation_interval"] = PrometheusDuration.Format(DefaultInterval),
        },
        ["rule_files"] = new JsonArray("rules/*.rules.yml"),
        ["alerting"] = new JsonObject { ["alertmanagers"] = new JsonArray(new JsonObject { ["static_configs"] = Targets("alertmanager:9093") }) },
        ["remote_write"] = new JsonArray(new JsonObject { ["url"] = "http://victoriametrics:8428/api/v1/write" }),
        ["scrape_configs"] = JsonText.Array(
        [
            new JsonObject { ["job_name"] = "prometheus", ["static_configs"] = Targets("localhost:9090") },
            // Pushed metrics carry their own job and instance labels.
            new JsonObject { ["job_name"] = "pushgateway", ["honor_labels"] = true, ["static_configs"] = Targets("pushgateway:9091") },
            .. catalogs.Select(catalog => catalog.Scrape).OfType<ScrapeDefinition>().Select(Job),
        ]),
    });

    private static JsonObject Job(ScrapeDefinition scrape) => new()
    {
        ["job_name"] = scrape.Job,
        ["metrics_path"] = scrape.Path,
        ["scrape_interval"] = PrometheusDuration.Format(scrape.Interval),
        // The default timeout is 10 s; the timeout must not exceed the interval.
        ["scrape_timeout"] = PrometheusDuration.Format(scrape.Interval < TimeSpan.FromSeconds(10) ? scrape.Interval : TimeSpan.FromSeconds(10)),
        ["static_configs"] = Targets($"{scrape.Host}:{scrape.Port}"),
    };

    private static JsonArray Targets(string target) => [new JsonObject { ["targets"] = new JsonArray(target) }];
}
