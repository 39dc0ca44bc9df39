using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vernier.Host.Commands;
using Vernier.PromQL.Parser;
using Vernier.Toolkit.Grafana;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>Invariants of every dashboard. They replace tests in Grafana, which is not available to the tests.</summary>
public partial class DashboardRulesTests
{
    private static readonly string[] BuiltInVariables = ["__rate_interval", "__interval", "__range"];

    public static TheoryData<string> Paths => Dashboards.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_Positions_AreWithin24ColumnsAndDoNotOverlap(string path)
    {
        var taken = new HashSet<(int, int)>();
        foreach (var position in Dashboards.Read(path).Panels().Select(panel => panel["gridPos"]!))
        {
            (var x, var y, var w, var h) = ((int)position["x"]!, (int)position["y"]!, (int)position["w"]!, (int)position["h"]!);
            (x + w).ShouldBeLessThanOrEqualTo(24);
            for (var i = 0; i < w * h; i++)
                taken.Add((x + (i % w), y + (i / w))).ShouldBeTrue($"two panels at {x + (i % w)}, {y + (i / w)}");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_Systems_LeaveNoGaps(string path)
    {
        if (path.EndsWith("app-main.json"))
            return;
        JsonNode[] positions = [.. Dashboards.Read(path).Panels().Select(panel => panel["gridPos"]!)];

        positions.Sum(position => (int)position["w"]! * (int)position["h"]!).ShouldBe(24 * positions.Max(position => (int)position["y"]! + (int)position["h"]!));
    }

    // Without a version, Grafana migrates the panel as if it were from the oldest version.
    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_All_HaveTheGrafanaVersion(string path) => Dashboards.Read(path).Panels().Where(panel => (string)panel["type"]! != "row")
        .ShouldAllBe(panel => (string?)panel["pluginVersion"] == GrafanaVersion.Number);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Ids_PanelsAndQueries_AreUnique(string path)
    {
        var dashboard = Dashboards.Read(path);

        dashboard.Panels().Select(panel => (int)panel["id"]!).ShouldBeUnique();
        foreach (var panel in dashboard.Panels())
            panel.Targets().Select(target => (string)target["refId"]!).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Variables_Used_AreTheDefinedOnes(string path)
    {
        var dashboard = Dashboards.Read(path);
        string[] defined = [.. dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["name"]!)];

        defined.Take(3).ShouldBe(["datasource", "job", "instance"]);
        VariableName().Matches(dashboard.ToJsonString()).Select(match => match.Groups["name"].Value).Where(name => name != "__all").Except(BuiltInVariables).Distinct()
            .ShouldBe(defined, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Queries_All_ParseAndUseRateInterval(string path)
    {
        HashSet<string> documented =
        [
            .. GenerateCommand.Systems.SelectMany(catalog => catalog.DocumentedQueries).SelectMany(query => new[] { query.Expression, query.Instead?.ToString() })
                .OfType<string>().Select(query => PromQLParser.Parse(query).ToString()),
        ];
        foreach (var target in Dashboards.Read(path).Panels().SelectMany(panel => panel.Targets()))
        {
            var query = (string)target["expr"]!;
            Should.NotThrow(() => PromQLParser.Parse(query, allowVariables: true));
            ((bool)target["range"]!).ShouldNotBe((bool)target["instant"]!);
            // Documented queries are shown verbatim, and so is what replaces them.
            if (documented.Contains(DocumentedQueries.WithoutVariables(query)))
                continue;
            RateRange().Matches(query).Select(match => match.Groups["range"].Value).ShouldAllBe(range => range == "$__rate_interval", query);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_All_HaveATitleAndADescription(string path)
    {
        if (path.EndsWith("app-main.json"))
            return;
        foreach (var panel in Dashboards.Read(path).Panels().Where(panel => (string)panel["type"]! != "row"))
        {
            ((string)panel["title"]!).ShouldNotBeEmpty();
            ((string)panel["description"]!).ShouldNotBeEmpty((string)panel["title"]!);
        }
    }

    [GeneratedRegex(@"\$\{?(?<name>\w+)")]
    private static partial Regex VariableName();

    [GeneratedRegex(@"rate\([^\[\]]*\[(?<range>[^\]]*)\]")]
    private static partial Regex RateRange();
}
