using Vernier.Catalog;
using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Validation;

/// <summary>Finds everything in catalogs that would produce files that Grafana or Prometheus cannot load, or that would overwrite each other.</summary>
internal sealed class CatalogValidator
{
    /// <summary>The names of files that the generator writes for every set of catalogs: the rules of targets, and the index page.</summary>
    private static readonly string[] ReservedNames = [TargetAlerts.Catalog.Name, "readme"];

    private readonly RuleValidator _rules;
    private readonly DashboardValidator _dashboards;

    private CatalogValidator(ParsedExpressions expressions)
    {
        var validator = new ExpressionValidator(expressions);
        _rules = new RuleValidator(validator);
        _dashboards = new DashboardValidator(validator);
    }

    /// <summary>Returns all errors, each with its location; empty if the catalogs are valid.</summary>
    /// <param name="catalogs">The catalogs.</param>
    /// <param name="expressions">Receives the parsed expressions.</param>
    public static IReadOnlyList<string> Validate(IReadOnlyList<MetricCatalog> catalogs, ParsedExpressions expressions)
    {
        var validator = new CatalogValidator(expressions);
        return
        [
            .. NameRules.Duplicates(catalogs.Select(catalog => catalog.Name), "Duplicate catalog"),
            .. NameRules.Duplicates(catalogs.SelectMany(catalog => catalog.Dashboards).Select(dashboard => dashboard.Uid), "Duplicate dashboard UID", StringComparer.OrdinalIgnoreCase),
            .. NameRules.Duplicates(
                catalogs.SelectMany(catalog => catalog.Dashboards).DistinctBy(dashboard => dashboard.Uid, StringComparer.OrdinalIgnoreCase).Select(dashboard => dashboard.FileName),
                "Duplicate dashboard file name", StringComparer.OrdinalIgnoreCase),
            .. NameRules.Duplicates(catalogs.SelectMany(catalog => catalog.Objectives).Select(slo => slo.Name), "Duplicate objective"),
            .. NameRules.Duplicates(catalogs.Select(catalog => catalog.Scrape?.Job).OfType<string>(), "Duplicate scrape job"),
            .. catalogs.SelectMany(validator.Validate),
        ];
    }

    private IEnumerable<string> Validate(MetricCatalog catalog) =>
    [
        .. ValidateName(catalog.Name),
        .. catalog.Scrape is { } scrape ? ValidateScrape(catalog.Name, scrape) : [],
        .. NameRules.Duplicates(catalog.Metrics.Select(metric => metric.Name), $"{catalog.Name}: duplicate metric"),
        .. _rules.Validate(catalog),
        .. _dashboards.Validate(catalog),
    ];

    private static IEnumerable<string> ValidateName(string name)
    {
        if (!NameRules.IsShortName(name))
            yield return $"The catalog name '{name}' is not a valid file name; allowed are {NameRules.ShortNameCharacters}.";
        if (ReservedNames.Contains(name))
            yield return $"The catalog name '{name}' is reserved for the generator; choose another name.";
    }

    private static IEnumerable<string> ValidateScrape(string catalog, ScrapeDefinition scrape)
    {
        if (scrape.Job.Length == 0)
            yield return $"{catalog}: the scrape job has no name.";
        if (PrometheusConfiguration.ReservedJobs.Contains(scrape.Job))
            yield return $"{catalog}: the scrape job name '{scrape.Job}' is reserved for the generator; choose another name.";
        if (Uri.CheckHostName(scrape.Host) is UriHostNameType.Unknown)
            yield return $"{catalog}: the scrape host '{scrape.Host}' is not a valid host name.";
        if (scrape.Port is < 1 or > 65535)
            yield return $"{catalog}: the scrape port {scrape.Port} is out of range; allowed are 1 to 65535.";
        if (!scrape.Path.StartsWith('/'))
            yield return $"{catalog}: the scrape path '{scrape.Path}' must start with a slash.";
        if (scrape.Interval < TimeSpan.FromMilliseconds(1))
            yield return $"{catalog}: the scrape interval {scrape.Interval} is too short; the minimum is 1ms.";
    }
}
