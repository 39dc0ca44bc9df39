using Vernier.Catalog;
using Vernier.Toolkit.Docs;
using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Validation;

namespace Vernier.Toolkit.Deploy;

/// <summary>
/// Generates files from catalogs. Equal catalogs produce identical files. Use <see cref="DeployFolder"/> to write them to disk. Thread-safe.
/// </summary>
public static class DeployFiles
{
    /// <summary>
    /// Generates dashboards and provisioning for Grafana, rules, rule tests, and configuration for Prometheus, the configuration of Alertmanager, and
    /// <c>compose.yaml</c>.
    /// </summary>
    /// <param name="catalogs">The catalogs.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <returns>The files, with paths relative to the output folder.</returns>
    /// <exception cref="DeployException">The catalogs or the options are not valid; the message lists all errors.</exception>
    public static IReadOnlyList<DeployFile> Deploy(IReadOnlyList<MetricCatalog> catalogs, DeployOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        options ??= new DeployOptions();
        var expressions = new ParsedExpressions();
        ThrowIfAny([.. CatalogValidator.Validate(catalogs, expressions), .. options.Validate(catalogs)]);
        SystemRules[] rules = [.. catalogs.Prepend(TargetAlerts.Catalog).Select(catalog => new SystemRules(catalog)).Where(system => system.Any)];
        return
        [
            new("compose.yaml", ComposeFile.Write(options, catalogs)),
            new("alertmanager/alertmanager.yml", AlertmanagerConfiguration.Write(options.AlertWebhook, catalogs)),
            new("grafana/provisioning/datasources/vernier.yml", Provisioning.DataSources(options.TraceUrl)),
            new("grafana/provisioning/dashboards/vernier.yml", Provisioning.Dashboards()),
            .. catalogs.SelectMany(catalog => catalog.Dashboards.Select(dashboard =>
                new DeployFile(Provisioning.PathOf(dashboard), DashboardFile.Write(catalog, dashboard, expressions)))),
            new("prometheus/prometheus.yml", PrometheusConfiguration.Write(catalogs)),
            .. rules.Select(system => new DeployFile($"prometheus/rules/{system.Catalog.Name}.rules.yml", RuleFile.Write(system, options.RunbookRoot))),
            .. rules.Where(system => system.Alerts.Any(alert => alert.Tests.Count > 0))
                .Select(system => new DeployFile($"prometheus/tests/{system.Catalog.Name}.test.yml", RuleTestFile.Write(system))),
        ];
    }

    /// <summary>Generates the reference pages: <c>NAME.md</c> for each catalog, and the index <c>README.md</c>.</summary>
    /// <param name="catalogs">The catalogs.</param>
    /// <returns>The pages, with paths relative to the output folder.</returns>
    /// <exception cref="DeployException">The catalogs are not valid; the message lists all errors.</exception>
    public static IReadOnlyList<DeployFile> Docs(IReadOnlyList<MetricCatalog> catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        ThrowIfAny(CatalogValidator.Validate(catalogs, new ParsedExpressions()));
        return
        [
            new("README.md", MetricIndex.Write(catalogs)),
            .. catalogs.Select(catalog => new DeployFile($"{catalog.Name}.md", MetricPage.Write(catalog))),
        ];
    }

    private static void ThrowIfAny(IReadOnlyList<string> errors)
    {
        if (errors.Count > 0)
            throw new DeployException(string.Join('\n', errors));
    }
}

/// <summary>A generated file. Immutable.</summary>
/// <param name="Path">The path relative to the output folder, with slashes.</param>
/// <param name="Content">The text, with line feeds.</param>
public sealed record DeployFile(string Path, string Content);

/// <summary>The catalogs or options are not valid, or a file cannot be read or written. The message contains the locations.</summary>
public sealed class DeployException : Exception
{
    /// <summary>Initializes the exception.</summary>
    /// <param name="message">The errors, with their locations.</param>
    /// <param name="innerException">The cause; null for no cause.</param>
    public DeployException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
