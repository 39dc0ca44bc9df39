using System.Text.Json.Nodes;
using Vernier.Testing;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>
/// The dashboards against the schemas of grafana-foundation-sdk, where these lie in a folder <c>shared/grafana-jsonschema</c> beside the repository or
/// above it. They are no part of it.
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
    public void Validate_WrongDashboard_IsFound()
    {
        var dashboard = Dashboards.Sample;
        dashboard["colour"] = "red";
        dashboard["schemaVersion"] = "42";
        dashboard.Panels().First()["gridPos"]!["w"] = 25;

        var mistakes = Schema("dashboard").Validate(dashboard);

        mistakes.ShouldContain("$: colour is not known.");
        mistakes.ShouldContain("$.schemaVersion: \"42\" is no integer.");
        mistakes.ShouldContain(mistake => mistake.StartsWith("$.panels[0]: 0 of 2 choices fit:") && mistake.Contains("gridPos.w: 25 is out of range."));
    }

    private static JsonSchema Schema(string name)
    {
        Assert.SkipWhen(Folder is null, "There is no folder shared/grafana-jsonschema beside the repository or above it.");
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
