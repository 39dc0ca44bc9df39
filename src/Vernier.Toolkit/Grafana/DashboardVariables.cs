using System.Text.Json.Nodes;
using Vernier.Catalog;

namespace Vernier.Toolkit.Grafana;

/// <summary>The variables of a dashboard: data source, job, instance, and the labels that matter, each narrowed by those before it.</summary>
internal static class DashboardVariables
{
    /// <summary>The variables that every dashboard has.</summary>
    public static readonly IReadOnlyList<string> Always = [DataSource.Variable, "job", "instance"];

    public static JsonArray Write(MetricCatalog catalog, DashboardDefinition dashboard)
    {
        // A metric without labels is there before anything has happened.
        var any = catalog.Metrics.FirstOrDefault(metric => metric.Labels.Count == 0 && metric.ConstantLabels.Count == 0) ?? catalog.Metrics[0];
        return
        [
            new JsonObject
            {
                ["type"] = "datasource",
                ["name"] = DataSource.Variable,
                ["label"] = "Data source",
                ["query"] = DataSource.Type,
                ["hide"] = 0,
                ["refresh"] = 1,
                ["includeAll"] = false,
                ["multi"] = false,
                ["regex"] = "",
                ["options"] = new JsonArray(),
                ["current"] = new JsonObject { ["selected"] = true, ["text"] = "Prometheus", ["value"] = Provisioning.PrometheusUid },
            },
            Label("job", "Job", Series(any), ".+"),
            Label("instance", "Instance", $"{Series(any)}{{job=~\"$job\"}}", ".+"),
            .. dashboard.Variables.Select(label => Label(
                label.Name,
                $"{char.ToUpperInvariant(label.Name[0])}{label.Name[1..].Replace('_', ' ')}",
                $"{Series(catalog.Metrics.First(metric => metric.Labels.Any(l => l.Name == label.Name)))}{{job=~\"$job\", instance=~\"$instance\"}}",
                // A label that does not apply is absent.
                ".*")),
        ];
    }

    private static JsonObject Label(string name, string title, string series, string all)
    {
        var query = $"label_values({series}, {name})";
        return new()
        {
            ["type"] = "query",
            ["name"] = name,
            ["label"] = title,
            ["datasource"] = DataSource.Reference,
            ["definition"] = query,
            ["query"] = query,
            ["hide"] = 0,
            ["refresh"] = 2,
            ["sort"] = 1,
            ["includeAll"] = true,
            ["allValue"] = all,
            ["multi"] = true,
            ["regex"] = "",
            ["options"] = new JsonArray(),
            ["current"] = new JsonObject { ["selected"] = true, ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") },
        };
    }

    /// <summary>A series that exists whatever the metric's type: the value or, of a histogram or summary, the count.</summary>
    private static string Series(MetricDefinition metric) => (MetricSeries.Find(metric, SeriesPart.Count) ?? MetricSeries.Of(metric)[0]).Name;
}
