using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint.Sources;

public class DashboardReaderTests
{
    private const string Dashboard = """
        {
          "title": "Shop",
          "templating": { "list": [
            { "name": "country", "type": "query", "query": { "query": "label_values(orders_total, country)" } },
            { "name": "ds", "type": "datasource", "query": "prometheus" }
          ] },
          "panels": [
            { "type": "row", "title": "Row", "panels": [
              { "title": "Inner", "targets": [ { "expr": "up" } ] }
            ] },
            { "title": "Orders", "fieldConfig": { "defaults": { "unit": "s" } },
              "targets": [
                { "expr": "rate(orders_total[$__rate_interval])" },
                { "expr": "x{a=\"b\"}", "legendFormat": "{{a}}" },
                { "expr": "" },
                { "expr": "sum(loki)", "datasource": { "type": "loki" } }
              ] },
            { "title": "Text", "type": "text" }
          ]
        }
        """;

    [Fact]
    public void Read_Dashboard_HasEachExpressionWithItsLocation()
    {
        var content = DashboardReader.Read("shop.json", LocatedJsonReader.Read(Dashboard));

        content.Findings.ShouldBeEmpty();
        content.Queries.Select(query => (query.Text, query.Location.ToString(), query.Location.Element, query.Title, query.Unit, query.KeepsLines)).ShouldBe(
        [
            ("orders_total", "shop.json:4:64", "variable country", "", "", false),
            ("up", "shop.json:9:51", "panel Inner", "Inner", "", true),
            ("rate(orders_total[$__rate_interval])", "shop.json:13:20", "panel Orders", "Orders", "s", true),
            ("x{a=\"b\"}", "shop.json:14:20", "panel Orders", "Orders", "s", false),
        ]);
        content.Queries.Select(query => query.Legend).ShouldBe(["", "", "", "{{a}}"]);
        content.Queries.ShouldAllBe(query => query.Kind == QueryKind.Panel && query.Variables!.Contains("country") && query.Variables.Contains("__rate_interval"));
    }

    [Fact]
    public void Read_WrappedByTheGrafanaApi_IsTheSame() =>
        DashboardReader.Read("a", LocatedJsonReader.Read($"{{\"meta\":{{}},\"dashboard\":{Dashboard}}}")).Queries.Count.ShouldBe(4);

    [Fact]
    public void Read_QueryResultInAVariable_IsAQuery() =>
        Expressions("""{"panels":[],"templating":{"list":[{"name":"a","type":"query","query":"query_result(topk(3, orders))"},{"name":"b","type":"query","query":"label_values(job)"}]}}""")
            .ShouldBe(["topk(3, orders)"]);

    [Fact]
    public void Read_Annotations_BothModelsAreRead()
    {
        const string Text = """
            {"panels":[],"annotations":{"list":[
              {"name":"now","datasource":{"type":"prometheus"},"target":{"expr":"changes(started[5m]) > 0"}},
              {"name":"before","datasource":"Prometheus","expr":"up == 0"},
              {"name":"logs","datasource":{"type":"loki"},"target":{"expr":"{app=\"a\"} |= \"b\""}},
              {"name":"Annotations & Alerts","builtIn":1,"type":"dashboard"}]}}
            """;

        DashboardReader.Read("a.json", LocatedJsonReader.Read(Text)).Queries.Select(query => (query.Text, query.Location.Line, query.Location.Element)).ShouldBe(
            [("changes(started[5m]) > 0", 2, "annotation now"), ("up == 0", 3, "annotation before")]);
    }

    [Fact]
    public void Read_RowsInsteadOfPanels_PanelsAreRead() =>
        Expressions("""{"rows":[{"panels":[{"title":"a","datasource":"Prometheus","targets":[{"expr":"up"}]}]},7,{"title":"empty"}]}""").ShouldBe(["up"]);

    /// <summary>The data source of the query takes precedence over that of the panel.</summary>
    [Theory]
    [InlineData("loki", "prometheus", 1)]
    [InlineData("prometheus", "loki", 0)]
    [InlineData("loki", "", 0)]
    [InlineData("", "grafana-amazonprometheus-datasource", 1)]
    [InlineData("", "", 1)]
    public void Read_DataSources_OnlyPrometheusQueriesAreRead(string ofPanel, string ofQuery, int expected) =>
        Expressions($$$"""{"panels":[{"datasource":{"type":"{{{ofPanel}}}"},"targets":[{"expr":"up","datasource":{"type":"{{{ofQuery}}}"}}]}]}""").Count.ShouldBe(expected);

    [Fact]
    public void Read_NonAsciiBefore_ColumnCountsCharacters() =>
        DashboardReader.Read("a.json", LocatedJsonReader.Read("""{"panels":[{"title":"Größe 界","targets":[{"expr":"up"}]}]}""")).Queries.ShouldHaveSingleItem().Location.Column.ShouldBe(51);

    [Theory]
    [InlineData("""{"panels":["a",null,3,[],{"targets":[null,3,{"expr":3}],"fieldConfig":[],"datasource":"x"}],"templating":[]}""")]
    [InlineData("""{"panels":[],"templating":{"list":[3,{"name":3,"type":"query"},{"type":"query","query":{"query":3}}]}}""")]
    public void Read_UnexpectedJsonKinds_AreIgnored(string text) => Expressions(text).ShouldBeEmpty();

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{\"panels\": {}}")]
    public void Read_OtherJson_IsNotADashboard(string text) =>
        DashboardReader.Read("a.json", LocatedJsonReader.Read(text)).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.InvalidDashboard);

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\": }")]
    [InlineData("{} {}")]
    [InlineData("")]
    [InlineData("{\"a\": \"\\ud800\"}")]
    [InlineData("{\"\\ud800\": 1}")]
    public void Read_InvalidJson_Throws(string text) => Should.Throw<JsonException>(() => LocatedJsonReader.Read(text));

    private static IReadOnlyList<string> Expressions(string text) => [.. DashboardReader.Read("a.json", LocatedJsonReader.Read(text)).Queries.Select(query => query.Text)];
}
