using Vernier.Catalog;
using Vernier.Toolkit.Deploy;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads what a catalog states: its metrics, and the queries of panels, alerts, recording rules and objectives.</summary>
internal static class CatalogReader
{
    public static SourceContent Read(MetricCatalog catalog)
    {
        LintFinding[] mistakes = [.. CatalogCheck.Mistakes([catalog]).Select(mistake => Mistake(catalog, mistake))];
        // Of an objective that is wrong nothing follows.
        var rules = new SystemRules(mistakes.Length == 0 ? catalog : catalog with { Objectives = [] });
        return new()
        {
            Findings = mistakes,
            Metrics = [.. catalog.Metrics.Select(metric => Known(metric, catalog.Scrape?.Interval))],
            // Recording rules first, because the others read them.
            Queries =
            [
                .. catalog.RecordingRules.Concat(rules.Objectives.SelectMany(objective => objective.Recordings)).Select(Recording),
                .. rules.Alerts.Select(Alert),
                .. catalog.Dashboards.SelectMany(dashboard => dashboard.Panels).SelectMany(Panel),
            ],
        };
    }

    /// <summary>A documented query as a subject of its own: it is judged, not checked, because it is as the document has it.</summary>
    public static QuerySubject Documented(MetricCatalog catalog, DocumentedQuery query) =>
        new(QueryUse.Documented, query.Expression, Place(FileOf(catalog), $"documented query {query.Id}"))
        {
            Title = query.Title,
        };

    private static LintFinding Mistake(MetricCatalog catalog, string mistake) =>
        new(LintRules.CatalogForm, Place(FileOf(catalog), $"catalog {catalog.Name}"), mistake.Replace("\n    ", " ", StringComparison.Ordinal), "No files can be made of the catalog until that is mended.");

    private static SourceLocation FileOf(MetricCatalog catalog) => catalog.Metrics.Count > 0 ? catalog.Metrics[0].Source with { Line = 0 } : default;

    public static KnownMetric Known(MetricDefinition metric, TimeSpan? scrapeInterval) => new(metric.Name, metric.Type, Place(metric.Source, $"metric {metric.Name}"))
    {
        Help = metric.Help,
        Unit = metric.Unit,
        Labels =
        [
            .. metric.Labels.Select(label => new KnownLabel(label.Name, label.Values, label.MaxValues)),
            .. metric.ConstantLabels.Select(label => new KnownLabel(label.Key, [label.Value])),
        ],
        Buckets = (metric as HistogramDefinition)?.Buckets,
        Quantiles = (metric as SummaryDefinition)?.Quantiles,
        Counts = (metric as CounterDefinition)?.Counts,
        FromStart = metric.FromStart,
        MaxSeries = metric.MaxSeries,
        ScrapeInterval = scrapeInterval,
    };

    private static QuerySubject Recording(RecordingRuleDefinition rule) =>
        new(QueryUse.Recording, rule.Expression.ToString(), Place(rule.Expression.Source, $"recording rule {rule.Name}"))
        {
            Title = rule.Name,
            Labels = Once(rule.Labels),
        };

    private static QuerySubject Alert(AlertDefinition alert) => new(QueryUse.Alert, alert.Expression.ToString(), Place(alert.Expression.Source, $"alert {alert.Name}"))
    {
        Title = alert.Name,
        For = alert.For,
        Labels = Once([new("severity", alert.Severity.ToString()), .. alert.Labels]),
        Annotations = Annotations(alert).Where(annotation => annotation.Value.Length > 0).ToDictionary(),
    };

    private static IEnumerable<KeyValuePair<string, string>> Annotations(AlertDefinition alert) =>
        [new("summary", alert.Summary), new("description", alert.Description), new("runbook_url", alert.Runbook)];

    private static Dictionary<string, string> Once(IEnumerable<KeyValuePair<string, string>> labels) => labels.DistinctBy(label => label.Key).ToDictionary();

    private static IEnumerable<QuerySubject> Panel(PanelDefinition panel) => panel.Queries.Select(query =>
        new QuerySubject(QueryUse.Panel, query.Expression.ToString(), Place(query.Expression.Source, $"panel {panel.Title}"))
        {
            Title = panel.Title,
            Unit = panel.Unit,
            Legend = query.Legend,
        });

    private static LintPlace Place(SourceLocation source, string subject) => new(SourcePath.Relative(source.File ?? ""), source.Line, 0, subject);
}
