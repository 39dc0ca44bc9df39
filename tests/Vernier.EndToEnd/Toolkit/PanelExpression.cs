using System.Text.Json.Nodes;

namespace Vernier.EndToEnd.Toolkit;

/// <summary>A query of a committed dashboard with its variables replaced as Grafana does for "All".</summary>
internal sealed record PanelExpression(string Dashboard, string Panel, string Kind, string Legend, string Query)
{
    /// <summary>Returns the queries of all dashboards.</summary>
    /// <param name="interval">The value of <c>$__rate_interval</c> and <c>$__range</c>.</param>
    public static IReadOnlyList<PanelExpression> All(string interval) =>
        [.. Deployed.Files("grafana/dashboards", "*.json").SelectMany(file => Of(JsonNode.Parse(File.ReadAllText(file))!, interval))];

    private static IEnumerable<PanelExpression> Of(JsonNode dashboard, string interval)
    {
        (string Name, string Value)[] variables =
        [
            ("__rate_interval", interval), ("__range", interval),
            .. dashboard["templating"]!["list"]!.AsArray().Where(variable => (string)variable!["type"]! == "query").Select(v => ((string)v!["name"]!, (string)v["allValue"]!)),
        ];
        return
            from panel in dashboard["panels"]!.AsArray()
            where panel["targets"] is not null
            from target in panel["targets"]!.AsArray()
            select new PanelExpression((string)dashboard["uid"]!, (string)panel["title"]!, (string)panel["type"]!, (string)target["legendFormat"]!,
                variables.OrderByDescending(v => v.Name.Length).Aggregate((string)target["expr"]!, (query, variable) => query.Replace($"${variable.Name}", variable.Value)));
    }
}
