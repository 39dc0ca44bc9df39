using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vernier.PromQL.Parser;
using Vernier.Toolkit.Grafana;

namespace Vernier.Toolkit.Tests.Grafana;

/// <summary>What holds for every dashboard. No Grafana can run where the tests run, so these rules stand in for looking at it.</summary>
public partial class DashboardRulesTests
{
    private static readonly string[] OfGrafana = ["__rate_interval", "__interval", "__range"];

    public static TheoryData<string> Paths => Dashboards.Paths;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_Positions_AreWithin24ColumnsAndDoNotOverlap(string path)
    {
        var taken = new HashSet<(int, int)>();
        foreach (var place in Dashboards.Read(path).Panels().Select(panel => panel["gridPos"]!))
        {
            (var x, var y, var w, var h) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            (x + w).ShouldBeLessThanOrEqualTo(24);
            for (var i = 0; i < w * h; i++)
                taken.Add((x + (i % w), y + (i / w))).ShouldBeTrue($"two panels at {x + (i % w)}, {y + (i / w)}");
        }
    }

    // A hole is a place where one looks for something.
    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_OfSystems_LeaveNoHoles(string path)
    {
        if (path.EndsWith("app-main.json"))
            return;
        JsonNode[] places = [.. Dashboards.Read(path).Panels().Select(panel => panel["gridPos"]!)];

        places.Sum(place => (int)place["w"]! * (int)place["h"]!).ShouldBe(24 * places.Max(place => (int)place["y"]! + (int)place["h"]!));
    }

    // Without it Grafana migrates the panel as one of its oldest.
    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_All_SayWhichGrafanaTheyAreFor(string path) => Dashboards.Read(path).Panels().Where(panel => (string)panel["type"]! != "row")
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
    public void Variables_EachThatIsUsed_IsDefined(string path)
    {
        var dashboard = Dashboards.Read(path);
        string[] defined = [.. dashboard["templating"]!["list"]!.AsArray().Select(variable => (string)variable!["name"]!)];

        defined.Take(3).ShouldBe(["datasource", "job", "instance"]);
        VariableName().Matches(dashboard.ToJsonString()).Select(match => match.Groups["name"].Value).Where(name => name != "__all").Except(OfGrafana).Distinct()
            .ShouldBe(defined, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Queries_All_ParseAndTakeRatesOverGrafanasInterval(string path)
    {
        foreach (var target in Dashboards.Read(path).Panels().SelectMany(panel => panel.Targets()))
        {
            var query = (string)target["expr"]!;
            Should.NotThrow(() => PromQLParser.Parse(query, allowVariables: true));
            RateRange().Matches(query).Select(match => match.Groups["range"].Value).ShouldAllBe(range => range == "$__rate_interval", query);
            ((bool)target["range"]!).ShouldNotBe((bool)target["instant"]!);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Panels_All_HaveATitleAndAQuestion(string path)
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
