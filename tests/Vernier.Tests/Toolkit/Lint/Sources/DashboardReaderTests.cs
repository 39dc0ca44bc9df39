using System.Text.Json;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Tests.Toolkit.Lint.Sources;

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
                { "expr": "x{a=\"b\"}" },
                { "expr": "" },
                { "expr": "sum(loki)", "datasource": { "type": "loki" } }
              ] },
            { "title": "Text", "type": "text" }
          ]
        }
        """;

    [Fact]
    public void Read_Dashboard_HasEachExpressionAtItsPlace()
    {
        SourceContent content = DashboardReader.Read("shop.json", JsonPartReader.Read(Dashboard));

        content.Findings.ShouldBeEmpty();
        content.Queries.Select(query => (query.Text, query.Place.ToString(), query.Place.Subject, query.Title, query.Unit, query.KeepsLines)).ShouldBe(
        [
            ("orders_total", "shop.json:4:64", "variable country", "", "", false),
            ("up", "shop.json:9:51", "panel Inner", "Inner", "", true),
            ("rate(orders_total[$__rate_interval])", "shop.json:13:20", "panel Orders", "Orders", "s", true),
            ("x{a=\"b\"}", "shop.json:14:20", "panel Orders", "Orders", "s", false),
        ]);
        content.Queries.ShouldAllBe(query => query.Use == QueryUse.Panel && query.Variables!.Contains("country") && query.Variables.Contains("__rate_interval"));
    }

    [Fact]
    public void Read_AsGrafanasApiWrapsIt_IsTheSame() =>
        DashboardReader.Read("a", JsonPartReader.Read($"{{\"meta\":{{}},\"dashboard\":{Dashboard}}}")).Queries.Count.ShouldBe(4);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{\"panels\": {}}")]
    public void Read_OtherJson_IsToldToBeNoDashboard(string text) =>
        DashboardReader.Read("a.json", JsonPartReader.Read(text)).Findings.ShouldHaveSingleItem().Rule.ShouldBe(LintRules.DashboardForm);

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\": }")]
    [InlineData("{} {}")]
    [InlineData("")]
    public void Read_NoJson_Throws(string text) => Should.Throw<JsonException>(() => JsonPartReader.Read(text));
}
