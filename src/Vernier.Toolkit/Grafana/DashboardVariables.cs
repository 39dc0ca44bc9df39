using System.Text.Json.Nodes;
using Vernier.Catalog;

namespace Vernier.Toolkit.Grafana;

/// <summary>Writes the variables of a dashboard: data source, job, instance, and labels. The values of each are restricted by job and instance.</summary>
internal static class DashboardVariables
{
    /// <summary>The variables that every dashboard has.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = [DataSource.Variable, "job", "instance"];

    public static JsonArray Write(MetricCatalog catalog, DashboardDefinition dashboard)
    {
        // A metric without labels exists as soon as the system starts.
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
                // Includes series without the label.
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

    /// <summary>Returns the series with the fewest labels: the count of a histogram or summary, otherwise the value.</summary>
    private static string Series(MetricDefinition metric) => (MetricSeries.Find(metric, SeriesPart.Count) ?? MetricSeries.Of(metric)[0]).Name;
}
