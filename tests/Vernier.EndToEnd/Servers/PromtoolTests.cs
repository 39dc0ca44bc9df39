namespace Vernier.EndToEnd.Servers;

public class PromtoolTests
{
    [Fact]
    public async Task CheckMetricsAsync_GoodMetric_ReportsNothing()
    {
        var result = await Promtool.CheckMetricsAsync("""
            # HELP orders_total Orders placed.
            # TYPE orders_total counter
            orders_total{country="DE"} 3

            """);
        result.ExitCode.ShouldBe(0, result.ToString());
        result.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task CheckMetricsAsync_CounterWithoutHelpAndSuffix_ReportsBoth()
    {
        var result = await Promtool.CheckMetricsAsync("# TYPE orders counter\norders 3\n");
        result.ExitCode.ShouldBe(3);
        result.Lines.ShouldContain("orders no help text");
        result.Lines.ShouldContain("orders counter metrics should have \"_total\" suffix");
    }

    [Fact]
    public async Task CheckMetricsAsync_NotAnExposition_Fails()
    {
        var result = await Promtool.CheckMetricsAsync("orders{ 3\n");
        result.ExitCode.ShouldBe(1);
        result.Lines.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task CheckRulesAndConfig_GoodAndBadFiles_AreDistinguished()
    {
        using var folder = new TemporaryFolder();
        var rules = folder.Write("rules.yml", "groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]");
        var badRules = folder.Write("bad-rules.yml", "groups: [{name: g, rules: [{alert: Down, expr: 'up == '}]}]");
        var config = folder.Write("prometheus.yml", ScrapeJob.Configuration([new("a \"quoted\" job", "127.0.0.1:1")]));
        var badConfig = folder.Write("bad.yml", "scrape_configs: nonsense");

        (await Promtool.CheckRulesAsync(rules)).Succeeded();
        (await Promtool.CheckRulesAsync(badRules)).ExitCode.ShouldNotBe(0);
        (await Promtool.CheckConfigAsync(config)).Succeeded();
        (await Promtool.CheckConfigAsync(badConfig)).ExitCode.ShouldNotBe(0);
    }
}
