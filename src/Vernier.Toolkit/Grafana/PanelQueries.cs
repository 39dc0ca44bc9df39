using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>The queries of a panel, as its kind wants them: of the whole time for lines, of its end for a number.</summary>
internal sealed class PanelQueries(IReadOnlyList<LabelDefinition> variables, TimeSpan? scrapeInterval)
{
    private readonly QueryScope _scope = new(variables);

    /// <summary>
    /// From it Grafana derives $__rate_interval: what is read less often than the data source says, needs longer ranges. The shorter one of a system that
    /// is read more often is not told, so that the dashboard works where somebody reads it as everything else.
    /// </summary>
    private readonly string? _interval = scrapeInterval > PrometheusConfiguration.DefaultInterval ? GrafanaDuration.Format(scrapeInterval.Value) : null;

    public JsonArray Write(PanelDefinition panel) => JsonText.Array(panel.Queries.Select((_, index) => Query(panel, index)));

    /// <summary>
    /// A table of several queries is one row for each set of labels, with a column for each query; without this Grafana shows one query at a time.
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

    /// <summary>Where time is drawn, those of each metric once: several percentiles of one histogram would show the same ones, one over another.</summary>
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
            ["legendFormat"] = query.Legend.Length > 0 ? query.Legend : panel.Kind is PanelKind.Heatmap ? "{{le}}" : "__auto",
            ["range"] = overTime,
            ["instant"] = !overTime,
            ["exemplar"] = ShowsExemplars(panel, index),
        };
        if (_interval is not null)
            written["interval"] = _interval;
        return written;
    }
}
