using System.Runtime.CompilerServices;
using Vernier.Catalog;
using Vernier.Toolkit.Lint;

namespace Vernier.Toolkit.Tests.Lint;

public sealed class CatalogLintTests
{
    [Fact]
    public async Task CheckAsync_MistakesOfACatalog_AreFoundAtTheirLines()
    {
        var stock = new GaugeDefinition("shop_stock", "Stock.");
        var idle = new GaugeDefinition("shop_idle", "Idle.");
        var catalog = new MetricCatalog("shop", "Shop")
        {
            Metrics = [stock, idle],
            Dashboards = [new("Shop", "shop") { Panels = [new("Stock", [new($"rate({stock}[5m])")])] }],
            DocumentedQueries = [new("Q1", "Stock", "shop_stock") { Verdict = QueryVerdict.Broken }],
        };
        var panel = Line() - 3;

        var report = await Linter.CheckAsync(new() { Catalogs = [catalog] }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.Select(finding => (finding.Rule.Id, finding.Location.Line, finding.Location.Source)).ShouldBe(
        [
            ("documented-verdict", 0, "documented query Q1"),
            ("metric-unused", stock.Source.Line + 1, "metric shop_idle"),
            ("rate-of-gauge", panel, "panel Stock"),
        ], ignoreOrder: true);
        report.Findings.ShouldAllBe(finding => finding.Location.File.EndsWith("CatalogLintTests.cs", StringComparison.Ordinal));
        report.HasErrors.ShouldBeTrue();
        (report.Queries, report.Metrics).ShouldBe((1, 2));
    }

    [Fact]
    public async Task CheckAsync_CatalogOnlyToCompareWith_IsNotChecked()
    {
        var catalog = new MetricCatalog("shop", "Shop") { Metrics = [new GaugeDefinition("shop_total", "")] };

        var report = await Linter.CheckAsync(new() { Catalogs = [catalog], CheckCatalogs = false }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.ShouldBeEmpty();
    }

    // What the generator refuses is found here, too, and does not end the check.
    [Fact]
    public async Task CheckAsync_CatalogThatNothingCanBeMadeOf_IsFoundAndTheRestIsChecked()
    {
        var stock = new GaugeDefinition("shop_stock", "Stock.");
        var catalog = new MetricCatalog("shop", "Shop")
        {
            Metrics = [stock],
            Objectives = [new("shop-sales", double.NaN) { Description = "d", Runbook = "r", Total = $"sum({stock})" }],
            Alerts =
            [
                new("Empty", $"{stock} == 0")
                {
                    For = TimeSpan.FromMinutes(1),
                    Severity = AlertSeverity.Info,
                    Summary = "s",
                    Description = "{{ $labels.shelf }}",
                    Runbook = "r",
                    Labels = [new("severity", "page")],
                },
            ],
            RecordingRules = [new("shop:stock", $"{stock}") { Labels = [new("a", "1"), new("a", "2")] }],
        };

        var report = await Linter.CheckAsync(new() { Catalogs = [catalog] }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.Select(finding => (finding.Rule.Id, finding.Message.Split(';', ',')[0])).ShouldBe(
        [
            ("invalid-catalog", "objective shop-sales: the target is NaN"),
            ("invalid-catalog", "objective shop-sales: either Good or Bad has to be given"),
            ("invalid-catalog", "objective shop-sales: Total has to select series"),
            ("invalid-catalog", "shop: alert Empty: the label severity is set already."),
            ("invalid-catalog", "shop: recording rule shop:stock: the label 'a' is there 2 times."),
            ("template-label", "The annotation description reads the label shelf"),
        ], ignoreOrder: true);
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
