using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Host.Commands;
using Vernier.Toolkit.Deploy;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>The generated dashboards of the systems and of the sample, as JSON.</summary>
internal static class Dashboards
{
    private static readonly IReadOnlyList<DeployFile> Files =
        [.. GenerateCommand.DeployedFiles(), .. DeployFiles.Deploy([SampleCatalog.Catalog])];

    public static TheoryData<string> Paths => [.. Files.Select(file => file.Path).Where(path => path.StartsWith("grafana/dashboards/"))];

    public static JsonNode Read(string path) => JsonNode.Parse(Files.First(file => file.Path == path).Content)!;

    public static JsonNode Of(MetricCatalog catalog) => JsonNode.Parse(DeployFiles.Deploy([catalog]).Single(file => file.Path.StartsWith("grafana/dashboards/")).Content)!;

    public static JsonNode Sample => Read("grafana/dashboards/app-main.json");

    public static IEnumerable<JsonNode> Panels(this JsonNode dashboard) => dashboard["panels"]!.AsArray().Select(panel => panel!);

    public static IEnumerable<JsonNode> Targets(this JsonNode panel) => panel["targets"]?.AsArray().Select(target => target!) ?? [];

    public static JsonNode Panel(this JsonNode dashboard, string title) => dashboard.Panels().Single(panel => (string?)panel["title"] == title && (string?)panel["type"] != "row");
}
