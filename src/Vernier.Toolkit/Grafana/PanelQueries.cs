using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>Writes the queries of a panel: range queries for kinds that show time, instant queries for kinds that show one value.</summary>
internal sealed class PanelQueries(IReadOnlyList<LabelDefinition> variables, TimeSpan? scrapeInterval, ParsedExpressions expressions)
{
    private readonly QueryScope _scope = new(variables, expressions);

    /// <summary>
    /// Grafana derives $__rate_interval from the interval; targets that are scraped less often than the default need longer ranges. Intervals shorter than
    /// the default are omitted so that the dashboard also works where the target is scraped at the default interval.
    /// </summary>
    private readonly string? _interval = scrapeInterval > PrometheusConfiguration.DefaultInterval ? GrafanaDuration.Format(scrapeInterval.Value) : null;

    public JsonArray Write(PanelDefinition panel) => JsonText.Array(panel.Queries.Select((_, index) => Query(panel, index)));

    /// <summary>
    /// Merges the queries of a table into one row for each label set, with one column for each query; otherwise Grafana shows one query at a time.
    /// </summary>
    public static JsonArray Transformations(PanelDefinition panel)
    {
        if (panel.Kind is not PanelKind.Table)
            return [];
        var names = panel.Queries
            .Select((query, index) => KeyValuePair.Create(panel.Queries.Count == 1 ? "Value" : $"Value #{ReferenceId(index)}", query.Legend))
            .Where(name => name.Value.Length > 0);
        return
        [
            new JsonObject { ["id"] = "merge", ["options"] = new JsonObject() },
            new JsonObject
            {
                ["id"] = "organize",
                ["options"] = new JsonObject
                {
                    ["excludeByName"] = new JsonObject { ["Time"] = true },
                    ["indexByName"] = new JsonObject(),
                    ["renameByName"] = JsonText.Object(names),
                },
            },
        ];
    }

    /// <summary>Shows the exemplars of each metric once per panel: several percentiles of one histogram would draw the same exemplars on top of each other.</summary>
    private static bool ShowsExemplars(PanelDefinition panel, int index) => panel.Kind is PanelKind.TimeSeries or PanelKind.Heatmap
        && panel.Queries[index].Expression.Metrics.Where(metric => metric.Exemplars).Except(panel.Queries.Take(index).SelectMany(query => query.Expression.Metrics)).Any();

    /// <summary>A, B, … Z, A1, B1, …</summary>
    private static string ReferenceId(int index) => $"{(char)('A' + (index % 26))}{(index < 26 ? "" : index / 26)}";

    private JsonObject Query(PanelDefinition panel, int index)
    {
        var query = panel.Queries[index];
        var overTime = panel.Kind is PanelKind.TimeSeries or PanelKind.Heatmap or PanelKind.StateTimeline;
        var written = new JsonObject
        {
            ["refId"] = ReferenceId(index),
            ["datasource"] = DataSource.Reference,
            ["editorMode"] = "code",
            ["expr"] = _scope.Narrow(query.Expression),
            ["format"] = panel.Kind switch { PanelKind.Table => "table", PanelKind.Heatmap => "heatmap", _ => "time_series" },
            ["legendFormat"] = query.Legend.Length > 0 ? query.Legend : panel.Kind is PanelKind.Heatmap ? $"{{{{{MetricSeries.BucketLabel}}}}}" : "__auto",
            ["range"] = overTime,
            ["instant"] = !overTime,
            ["exemplar"] = ShowsExemplars(panel, index),
        };
        if (_interval is not null)
            written["interval"] = _interval;
        return written;
    }
}
