using Vernier.Catalog;
using Vernier.Toolkit.Docs;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Deploy;

/// <summary>
/// Makes files of catalogs: the same files for the same catalogs, byte for byte. Nothing is written; <see cref="DeployFolder"/> does that.
/// All members are thread-safe.
/// </summary>
public static class DeployFiles
{
    /// <summary>
    /// Dashboards and provisioning of Grafana, rules, rule tests and configuration of Prometheus, the configuration of Alertmanager, and
    /// <c>compose.yaml</c>.
    /// </summary>
    /// <param name="catalogs">The catalogs.</param>
    /// <param name="options">What else there is to know; null for the defaults.</param>
    /// <exception cref="DeployException">The catalogs or the options have mistakes; all of them are told.</exception>
    public static IReadOnlyList<DeployFile> Deploy(IReadOnlyList<MetricCatalog> catalogs, DeployOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        options ??= new DeployOptions();
        CatalogCheck.Check(catalogs, options);
        SystemRules[] rules = [.. catalogs.Prepend(TargetAlerts.Catalog).Select(catalog => new SystemRules(catalog)).Where(system => system.Any)];
        return
        [
            new("compose.yaml", ComposeFile.Write(options.Applications, catalogs)),
            new("alertmanager/alertmanager.yml", AlertmanagerConfiguration.Write(options.AlertWebhook)),
            new("grafana/provisioning/datasources/vernier.yml", Provisioning.DataSources(options.TraceUrl)),
            new("grafana/provisioning/dashboards/vernier.yml", Provisioning.Dashboards()),
            .. catalogs.SelectMany(catalog => catalog.Dashboards.Select(dashboard =>
                new DeployFile($"grafana/dashboards/{dashboard.Uid}.json", DashboardFile.Write(catalog, dashboard)))),
            new("prometheus/prometheus.yml", PrometheusConfiguration.Write(catalogs)),
            .. rules.Select(system => new DeployFile($"prometheus/rules/{system.Catalog.Name}.rules.yml", RuleFile.Write(system, options.RunbookRoot))),
            .. rules.Where(system => system.Alerts.Any(alert => alert.Tests.Count > 0))
                .Select(system => new DeployFile($"prometheus/tests/{system.Catalog.Name}.test.yml", RuleTestFile.Write(system))),
        ];
    }

    /// <summary>The reference pages: one for each catalog, <c>NAME.md</c>, and <c>README.md</c>, which lists them.</summary>
    /// <param name="catalogs">The catalogs.</param>
    /// <exception cref="DeployException">The catalogs have mistakes; all of them are told.</exception>
    public static IReadOnlyList<DeployFile> Docs(IReadOnlyList<MetricCatalog> catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        CatalogCheck.Check(catalogs);
        return
        [
            new("README.md", MetricIndex.Write(catalogs)),
            .. catalogs.Select(catalog => new DeployFile($"{catalog.Name}.md", MetricPage.Write(catalog))),
        ];
    }
}
