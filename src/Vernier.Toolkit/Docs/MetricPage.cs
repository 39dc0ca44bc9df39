using System.Globalization;
using System.Text;
using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Docs;

/// <summary>Writes the reference page of a system in Markdown.</summary>
internal sealed class MetricPage
{
    public const string Header = "<!-- Generated from the metric catalog by `vernier generate`. Do not edit. -->\n\n";

    private readonly MetricCatalog _catalog;
    private readonly SystemRules _rules;
    private readonly (DashboardDefinition Dashboard, PanelDefinition Panel)[] _panels;
    private readonly StringBuilder _page = new(Header);

    private MetricPage(MetricCatalog catalog)
    {
        _catalog = catalog;
        _rules = new SystemRules(catalog);
        _panels = [.. catalog.Dashboards.SelectMany(dashboard => DashboardFile.PanelsOf(catalog, dashboard).Select(panel => (dashboard, panel)))];
    }

    public static string Write(MetricCatalog catalog)
    {
        var page = new MetricPage(catalog);
        page.WriteHead();
        foreach (var category in catalog.Metrics.GroupBy(metric => metric.Category ?? ""))
        {
            if (category.Key.Length > 0)
                page.Line($"## {category.Key}\n");
            foreach (var metric in category)
                page.WriteMetric(metric);
        }
        page.WriteRules();
        if (catalog.Notes.Length > 0)
            page.Line($"{catalog.Notes.ReplaceLineEndings("\n").TrimEnd('\n')}\n");
        page.WriteDocumented();
        return page._page.ToString().TrimEnd('\n') + "\n";
    }

    private void WriteHead()
    {
        Line($"# {_catalog.Title}: metrics\n");
        if (_catalog.Scrape is { } scrape)
            Line($"Job `{scrape.Job}`: `http://{scrape.Host}:{scrape.Port}{scrape.Path}` every {PrometheusDuration.Format(scrape.Interval)}.\n");
        foreach (var dashboard in _catalog.Dashboards)
            Line($"Dashboard **{dashboard.Title}** (`{dashboard.Uid}`){(dashboard.Description.Length > 0 ? ": " + dashboard.Description : "")}\n");
    }

    private void WriteMetric(MetricDefinition metric)
    {
        Line($"### {metric.Name}\n");
        Line($"{Sentence(metric.Help)}{(metric.Recorded.Length > 0 ? " " + metric.Recorded : "")}\n");
        Line($"- Type: {TypeName(metric.Type)}{(metric.Unit is { } unit ? $", in {unit}" : "")}");
        // A metric of any other type exposes its own name only.
        if (metric.Type is MetricType.Histogram or MetricType.Summary)
            Line($"- Series: {string.Join(", ", MetricSeries.Of(metric).Where(series => series.Part is not SeriesPart.Created).Select(Series))}");
        if (metric is HistogramDefinition histogram)
            Line($"- Buckets: {Numbers(histogram.Buckets)}");
        if (metric is SummaryDefinition { Quantiles.Count: > 0 } summary)
            Line($"- Quantiles: {Numbers(summary.Quantiles)} over {PrometheusDuration.Format(summary.MaxAge)}");
        if (metric is StateSetDefinition states)
            Line($"- States: {Code(states.States)}");
        if (metric.ConstantLabels.Count > 0)
            Line($"- Constant labels: {Code(metric.ConstantLabels.Select(label => $"{label.Key}=\"{label.Value}\""))}");
        if (metric.Exemplars)
            Line("- Exemplars: yes, with the trace ID of sampled requests");
        WriteUses(metric);
        WriteLabels(metric.Labels);
        Line();
    }

    private void WriteUses(MetricDefinition metric)
    {
        string[] panels = [.. _panels.Where(p => p.Panel.Queries.Any(query => query.Expression.Metrics.Contains(metric))).Select(p => p.Panel.Title)];
        string[] alerts = [.. _rules.Alerts.Where(alert => alert.Expression.Metrics.Contains(metric)).Select(alert => $"[{alert.Name}](#{alert.Name.ToLowerInvariant()})")];
        if (panels.Length > 0)
            Line($"- Panels: {string.Join(" · ", panels)}");
        if (alerts.Length > 0)
            Line($"- Alerts: {string.Join(" · ", alerts)}");
    }

    private void WriteLabels(IReadOnlyList<LabelDefinition> labels)
    {
        if (labels.Count == 0)
            return;
        Line("\n| Label | Values | Description |\n| --- | --- | --- |");
        foreach (var label in labels)
        {
            var values = label.Values is { } closed ? Cell(Code(closed.Select(value => value.Length > 0 ? value : "(empty)")))
                : label.MaxValues > 0 ? $"open, at most {label.MaxValues}, then `_overflow`" : "open";
            Line($"| `{label.Name}` | {values} | {Cell(label.Description)} |");
        }
    }

    private void WriteRules()
    {
        if (_rules.Alerts.Count > 0)
            Line($"## Alerts\n{(_catalog.AlertInterval is { } interval ? $"\nEvaluated every {PrometheusDuration.Format(interval)}.\n" : "")}");
        foreach (var alert in _rules.Alerts)
        {
            Line($"### {alert.Name}\n");
            Line($"{Sentence(alert.Summary)}\n");
            Line($"- Severity: {alert.Severity.ToString().ToLowerInvariant()}\n- For: {PrometheusDuration.Format(alert.For)}\n- Runbook: `{alert.Runbook}`\n");
            Query(alert.Expression.ToString());
        }
        RecordingRuleDefinition[] recorded = [.. _catalog.RecordingRules, .. _rules.Objectives.SelectMany(slo => slo.Recordings)];
        if (_catalog.Objectives.Count > 0)
        {
            Line("## Objectives\n\n| Objective | Target | Window | Description |\n| --- | --- | --- | --- |");
            foreach (var slo in _catalog.Objectives)
                Line($"| `{slo.Name}` | {SloRules.Number((decimal)slo.Target * 100)}% | {PrometheusDuration.Format(slo.Window)} | {Cell(slo.Description)} |");
            Line();
        }
        if (recorded.Length > 0)
        {
            Line($"## Recording rules\n\n{string.Join('\n', recorded.DistinctBy(rule => rule.Name).Select(rule => $"- `{rule.Name}`: {rule.Description}"))}\n");
        }
    }

    private void WriteDocumented()
    {
        if (_catalog.DocumentedQueries.Count > 0)
            Line("## Documented queries\n");
        foreach (var query in _catalog.DocumentedQueries)
        {
            Line($"### {query.Id}: {query.Title}\n");
            Query(query.Expression);
            Line($"**{Verdict(query.Verdict)}** {query.Reason}\n");
            if (query.Instead is { } instead)
            {
                Line("Use instead:\n");
                Query(instead.ToString());
            }
        }
    }

    private void Query(string query) => Line($"```promql\n{query}\n```\n");

    private void Line(string text = "") => _page.Append(text).Append('\n');

    private static string Verdict(QueryVerdict verdict) => verdict switch
    {
        QueryVerdict.Works => "Works.",
        QueryVerdict.WorksWithCaveat => "Works with a caveat.",
        QueryVerdict.NeedsShape => "Works because of how this system exposes the metric.",
        QueryVerdict.Misleads => "Misleading.",
        _ => "Returns nothing.",
    };

    private static string TypeName(MetricType type) => type is MetricType.StateSet ? "state set" : type.ToString().ToLowerInvariant();

    private static string Series(MetricSeries series) => $"`{series.Name}`{(series.ExtraLabel is { } label ? $" (label `{label}`)" : "")}";

    private static string Numbers(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));

    private static string Code(IEnumerable<string> values) => string.Join(", ", values.Select(value => $"`{value}`"));

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    private static string Cell(string text) => text.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);
}
