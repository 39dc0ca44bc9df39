using Vernier.Catalog;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Deploy;

/// <summary>
/// What would make files that Grafana, Prometheus or Compose cannot load, or that are written over one another. All mistakes are told at once, each with
/// its place.
/// </summary>
internal static class CatalogCheck
{
    /// <summary>Names whose files the generator has itself: the rules of targets, and the page that lists the others.</summary>
    private static readonly string[] TakenNames = [TargetAlerts.Catalog.Name, "readme"];

    public static void Check(IReadOnlyList<MetricCatalog> catalogs, DeployOptions? options = null)
    {
        string[] mistakes = [.. Mistakes(catalogs), .. options is null ? [] : OfOptions(options)];
        if (mistakes.Length > 0)
            throw new DeployException(string.Join('\n', mistakes));
    }

    public static IReadOnlyList<string> Mistakes(IReadOnlyList<MetricCatalog> catalogs)
    {
        var dashboards = catalogs.SelectMany(catalog => catalog.Dashboards);
        return
        [
            .. Names.Twice(catalogs.Select(c => c.Name), "The catalog"),
            .. Names.Twice(dashboards.Select(d => d.Uid), "The dashboard", StringComparer.OrdinalIgnoreCase),
            .. Names.Twice(catalogs.SelectMany(c => c.Objectives).Select(slo => slo.Name), "The objective"),
            .. Names.Twice(catalogs.Select(c => c.Scrape?.Job).OfType<string>(), "The scrape job"),
            .. catalogs.SelectMany(OfCatalog),
        ];
    }

    private static IEnumerable<string> OfCatalog(MetricCatalog catalog) =>
    [
        .. OfName(catalog.Name),
        .. catalog.Scrape is { } scrape ? OfScrape(catalog.Name, scrape) : [],
        .. Names.Twice(catalog.Metrics.Select(metric => metric.Name), $"{catalog.Name}: the metric"),
        .. RuleCheck.Of(catalog),
        .. DashboardCheck.Of(catalog),
    ];

    private static IEnumerable<string> OfName(string name)
    {
        if (!Names.IsShort(name))
            yield return $"The catalog '{name}' has a name that is not made of lower-case letters, digits, dashes and underscores; files are named after it.";
        if (TakenNames.Contains(name))
            yield return $"The catalog '{name}' has a name that the generator uses itself; choose another.";
    }

    private static IEnumerable<string> OfScrape(string catalog, ScrapeDefinition scrape)
    {
        if (scrape.Job.Length == 0 || PrometheusConfiguration.OwnJobs.Contains(scrape.Job))
            yield return $"{catalog}: the scrape job '{scrape.Job}' needs a name, and one other than {string.Join(" and ", PrometheusConfiguration.OwnJobs)}.";
        if (Uri.CheckHostName(scrape.Host) is UriHostNameType.Unknown)
            yield return $"{catalog}: the scrape host '{scrape.Host}' is no name of a machine.";
        if (scrape.Port is < 1 or > 65535)
            yield return $"{catalog}: the scrape port is {scrape.Port}; allowed are 1 to 65535.";
        if (!scrape.Path.StartsWith('/'))
            yield return $"{catalog}: the scrape path '{scrape.Path}' does not begin with a slash.";
        if (scrape.Interval < TimeSpan.FromMilliseconds(1))
            yield return $"{catalog}: the scrape interval is {scrape.Interval}; it has to be a millisecond or more.";
    }

    private static IEnumerable<string> OfOptions(DeployOptions options)
    {
        foreach (var mistake in Names.Twice(options.Applications.Select(application => application.Name), "The application"))
            yield return mistake;
        foreach (var taken in options.Applications.Select(application => application.Name).Intersect(ComposeFile.OwnServices))
            yield return $"The application '{taken}' has the name of a server in compose.yaml.";
        if (options.AlertWebhook is { IsAbsoluteUri: false })
            yield return $"The webhook for alerts '{options.AlertWebhook}' is no absolute URL.";
        if (options.RunbookRoot is { } root && !(root.IsAbsoluteUri && root.AbsoluteUri.EndsWith('/')))
            yield return $"The root of runbooks '{root}' is no absolute URL with a slash at its end.";
    }
}
