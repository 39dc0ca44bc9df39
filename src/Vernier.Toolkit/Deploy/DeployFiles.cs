using Vernier.Catalogue;
using Vernier.Toolkit.Docs;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Deploy;

/// <summary>
/// Makes files of catalogues: the same files for the same catalogues, byte for byte. Nothing is written; <see cref="DeployFolder"/> does that.
/// All members are thread-safe.
/// </summary>
public static class DeployFiles
{
    /// <summary>
    /// Dashboards and provisioning of Grafana, rules, rule tests and configuration of Prometheus, the configuration of Alertmanager, and
    /// <c>compose.yaml</c>.
    /// </summary>
    /// <param name="catalogues">The catalogues.</param>
    /// <param name="options">What else there is to know; null for the defaults.</param>
    /// <exception cref="DeployException">The catalogues or the options have mistakes; all of them are told.</exception>
    public static IReadOnlyList<DeployFile> Deploy(IReadOnlyList<MetricCatalogue> catalogues, DeployOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        options ??= new DeployOptions();
        CatalogueCheck.Check(catalogues, options);
        SystemRules[] rules = [.. catalogues.Prepend(TargetAlerts.Catalogue).Select(catalogue => new SystemRules(catalogue)).Where(system => system.Any)];
        return
        [
            new("compose.yaml", ComposeFile.Write(options.Applications, catalogues)),
            new("alertmanager/alertmanager.yml", AlertmanagerConfiguration.Write(options.AlertWebhook)),
            new("grafana/provisioning/datasources/vernier.yml", Provisioning.DataSources(options.TraceUrl)),
            new("grafana/provisioning/dashboards/vernier.yml", Provisioning.Dashboards()),
            .. catalogues.SelectMany(catalogue => catalogue.Dashboards.Select(dashboard =>
                new DeployFile($"grafana/dashboards/{dashboard.Uid}.json", DashboardFile.Write(catalogue, dashboard)))),
            new("prometheus/prometheus.yml", PrometheusConfiguration.Write(catalogues)),
            .. rules.Select(system => new DeployFile($"prometheus/rules/{system.Catalogue.Name}.rules.yml", RuleFile.Write(system, options.RunbookRoot))),
            .. rules.Where(system => system.Alerts.Any(alert => alert.Tests.Count > 0))
                .Select(system => new DeployFile($"prometheus/tests/{system.Catalogue.Name}.test.yml", RuleTestFile.Write(system))),
        ];
    }

    /// <summary>The reference pages: one for each catalogue, <c>NAME.md</c>, and <c>README.md</c>, which lists them.</summary>
    /// <param name="catalogues">The catalogues.</param>
    /// <exception cref="DeployException">The catalogues have mistakes; all of them are told.</exception>
    public static IReadOnlyList<DeployFile> Docs(IReadOnlyList<MetricCatalogue> catalogues)
    {
        ArgumentNullException.ThrowIfNull(catalogues);
        CatalogueCheck.Check(catalogues);
        return
        [
            new("README.md", MetricIndex.Write(catalogues)),
            .. catalogues.Select(catalogue => new DeployFile($"{catalogue.Name}.md", MetricPage.Write(catalogue))),
        ];
    }
}
