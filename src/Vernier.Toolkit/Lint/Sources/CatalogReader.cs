using Vernier.Catalog;
using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Validation;

namespace Vernier.Toolkit.Lint.Sources;

/// <summary>Reads the metrics of a catalog and the queries of its panels, alerts, recording rules and objectives.</summary>
internal static class CatalogReader
{
    public static SourceContent Read(MetricCatalog catalog)
    {
        var expressions = new ParsedExpressions();
        LintFinding[] errors = [.. CatalogValidator.Validate([catalog], expressions).Select(error => Invalid(catalog, error))];
        // The rules of an invalid objective cannot be generated.
        var rules = new SystemRules(errors.Length == 0 ? catalog : catalog with { Objectives = [] });
        return new()
        {
            Findings = errors,
            Metrics = [.. catalog.Metrics.Select(metric => ToKnownMetric(metric, catalog.Scrape?.Interval))],
            // Recording rules first, because the other queries read their series.
            Queries =
            [
                .. catalog.RecordingRules.Concat(rules.Objectives.SelectMany(objective => objective.Recordings)).Select(rule => Recording(rule, expressions)),
                .. rules.Alerts.Select(alert => Alert(alert, expressions)),
                .. catalog.Dashboards.SelectMany(dashboard => dashboard.Panels).SelectMany(panel => Panel(panel, expressions)),
            ],
        };
    }

    /// <summary>Returns a documented query. <see cref="Read"/> leaves these out: they are quotations, which are judged but not reported as problems.</summary>
    public static QuerySource ToSource(MetricCatalog catalog, DocumentedQuery query) =>
        new(QueryKind.Documented, query.Expression, Location(FileOf(catalog), $"documented query {query.Id}"))
        {
            Title = query.Title,
        };

    public static KnownMetric ToKnownMetric(MetricDefinition metric, TimeSpan? scrapeInterval) => new(metric.Name, metric.Type, Location(metric.Source, $"metric {metric.Name}"))
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

    private static LintFinding Invalid(MetricCatalog catalog, string error) =>
        new(LintRules.InvalidCatalog, Location(FileOf(catalog), $"catalog {catalog.Name}"), error.Replace("\n    ", " ", StringComparison.Ordinal), LintRules.InvalidCatalog.Fix);

    private static SourceLocation FileOf(MetricCatalog catalog) => catalog.Metrics.Count > 0 ? catalog.Metrics[0].Source with { Line = 0 } : default;

    private static QuerySource Recording(RecordingRuleDefinition rule, ParsedExpressions expressions) =>
        Source(QueryKind.Recording, rule.Expression, $"recording rule {rule.Name}", expressions) with
        {
            Title = rule.Name,
            Labels = Distinct(rule.Labels),
        };

    private static QuerySource Alert(AlertDefinition alert, ParsedExpressions expressions) => Source(QueryKind.Alert, alert.Expression, $"alert {alert.Name}", expressions) with
    {
        Title = alert.Name,
        For = alert.For,
        Labels = Distinct([new("severity", alert.Severity.ToString()), .. alert.Labels]),
        Annotations = Annotations(alert).Where(annotation => annotation.Value.Length > 0).ToDictionary(),
    };

    private static IEnumerable<KeyValuePair<string, string>> Annotations(AlertDefinition alert) =>
        [new("summary", alert.Summary), new("description", alert.Description), new("runbook_url", alert.Runbook)];

    /// <summary>Duplicate labels are reported by the catalog check.</summary>
    private static Dictionary<string, string> Distinct(IEnumerable<KeyValuePair<string, string>> labels) => labels.DistinctBy(label => label.Key).ToDictionary();

    private static IEnumerable<QuerySource> Panel(PanelDefinition panel, ParsedExpressions expressions) => panel.Queries.Select(query =>
        Source(QueryKind.Panel, query.Expression, $"panel {panel.Title}", expressions) with
        {
            Title = panel.Title,
            Unit = panel.Unit,
            Legend = query.Legend,
        });

    private static QuerySource Source(QueryKind kind, PromQLExpression expression, string element, ParsedExpressions expressions) =>
        new(kind, expression.ToString(), Location(expression.Source, element)) { Parsed = expressions.Get(expression, allowVariables: kind is QueryKind.Panel) };

    private static LintLocation Location(SourceLocation source, string element) => new(SourcePath.Relative(source.File ?? ""), source.Line, 0, element);
}
