using System.Text.Json.Nodes;
using Vernier.Catalogue;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>The queries of a panel, as its kind wants them: of the whole time for lines, of its end for a number.</summary>
internal static class PanelQueries
{
    public static JsonArray Write(PanelDefinition panel, QueryScope scope) =>
        JsonText.Array(panel.Queries.Select((query, index) => Query(panel, query, ReferenceId(index), scope)));

    /// <summary>
    /// A table of several queries is one row for each set of labels, with a column for each query; without this Grafana shows one query at a time.
    /// </summary>
    public static JsonArray Transformations(PanelDefinition panel)
    {
        if (panel.Kind is not PanelKind.Table)
            return [];
        IEnumerable<KeyValuePair<string, string>> names = panel.Queries
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

    /// <summary>A, B, … Z, A1, B1, …</summary>
    private static string ReferenceId(int index) => $"{(char)('A' + (index % 26))}{(index < 26 ? "" : index / 26)}";

    private static JsonObject Query(PanelDefinition panel, PanelQuery query, string referenceId, QueryScope scope)
    {
        bool overTime = panel.Kind is PanelKind.TimeSeries or PanelKind.Heatmap or PanelKind.StateTimeline;
        return new()
        {
            ["refId"] = referenceId,
            ["datasource"] = DataSource.Reference,
            ["editorMode"] = "code",
            ["expr"] = scope.Narrow(query.Expression),
            ["format"] = panel.Kind switch { PanelKind.Table => "table", PanelKind.Heatmap => "heatmap", _ => "time_series" },
            ["legendFormat"] = query.Legend.Length > 0 ? query.Legend : panel.Kind is PanelKind.Heatmap ? "{{le}}" : "__auto",
            ["range"] = overTime,
            ["instant"] = !overTime,
            ["exemplar"] = panel.Kind is PanelKind.TimeSeries or PanelKind.Heatmap && query.Expression.Metrics.Any(metric => metric.Exemplars),
        };
    }
}
