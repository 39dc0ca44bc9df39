using System.Text.Json.Nodes;
using Vernier.Testing;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>
/// Validates the dashboards against the schemas of grafana-foundation-sdk if a folder <c>shared/grafana-jsonschema</c> exists next to the repository or in a
/// parent folder. The schemas are not part of the repository.
/// </summary>
public class DashboardSchemaTests
{
    private static readonly string? Folder = FindFolder();

    public static TheoryData<string> Paths => Dashboards.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Dashboard_Each_IsValid(string path) => Schema("dashboard").Validate(Dashboards.Read(path)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_OptionsAndFieldsAndQueries_AreValid(string path)
    {
        foreach (var panel in Dashboards.Read(path).Panels().Where(panel => (string)panel["type"]! != "row"))
        {
            (var file, var fields) = (string)panel["type"]! switch
            {
                "timeseries" => ("timeseries", "GraphFieldConfig"),
                "state-timeline" => ("statetimeline", "FieldConfig"),
                "table" => ("table", "TableFieldOptions"),
                "heatmap" => ("heatmap", "FieldConfig"),
                "piechart" => ("piechart", "HideableFieldConfig"),
                string other => (other, null),
            };
            var schema = Schema(file);
            schema.Validate(panel["options"], "Options").ShouldBeEmpty((string)panel["title"]!);
            var custom = panel["fieldConfig"]!["defaults"]!["custom"]!;
            if (fields is null)
                custom.AsObject().ShouldBeEmpty();
            else
                schema.Validate(custom, fields).ShouldBeEmpty((string)panel["title"]!);
            foreach (var target in panel.Targets())
                Schema("prometheus").Validate(target).ShouldBeEmpty((string)panel["title"]!);
        }
    }

    [Fact]
    public void Validate_InvalidDashboard_ReturnsErrors()
    {
        var dashboard = Dashboards.Sample;
        dashboard["theme"] = "red";
        dashboard["schemaVersion"] = "42";
        dashboard.Panels().First()["gridPos"]!["w"] = 25;

        var errors = Schema("dashboard").Validate(dashboard);

        errors.ShouldContain("$: theme is unknown.");
        errors.ShouldContain("$.schemaVersion: \"42\" is not of type integer.");
        errors.ShouldContain(error => error.StartsWith("$.panels[0]: 0 of 2 alternatives match:") && error.Contains("gridPos.w: 25 is out of range."));
    }

    private static JsonSchema Schema(string name)
    {
        Assert.SkipWhen(Folder is null, "The folder shared/grafana-jsonschema does not exist.");
        return new(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder!, $"{name}.jsonschema.json")))!);
    }

    private static string? FindFolder()
    {
        for (DirectoryInfo? folder = new(Repository.Root); folder is not null; folder = folder.Parent)
        {
            var schemas = Path.Combine(folder.FullName, "shared", "grafana-jsonschema");
            if (Directory.Exists(schemas))
                return schemas;
        }
        return null;
    }
}
