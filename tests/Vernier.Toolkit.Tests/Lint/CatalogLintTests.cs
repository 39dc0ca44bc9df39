using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Vernier.Catalog;
using Vernier.Toolkit.Lint;

namespace Vernier.Toolkit.Tests.Lint;

public sealed class CatalogLintTests
{
    [Fact]
    public async Task CheckAsync_ProblemsInACatalog_HaveTheirLines()
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

        report.Findings.Select(finding => (finding.Rule.Id, finding.Location.Line, finding.Location.Element)).ShouldBe(
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
    public async Task CheckAsync_CatalogOnlyForMetrics_IsNotChecked()
    {
        var catalog = new MetricCatalog("shop", "Shop") { Metrics = [new GaugeDefinition("shop_total", "")] };

        var report = await Linter.CheckAsync(new() { Catalogs = [catalog], CheckCatalogs = false }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.ShouldBeEmpty();
    }

    // A catalog that the generator rejects does not stop the check.
    [Fact]
    public async Task CheckAsync_InvalidCatalog_IsReportedAndTheRestIsChecked()
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

        report.Findings.Select(finding => (finding.Rule.Id, Regex.Replace(finding.Message, @" \(\w+\.cs:\d+\)", "").Split(';', ',')[0])).ShouldBe(
        [
            ("invalid-catalog", "objective shop-sales: the target NaN is out of range"),
            ("invalid-catalog", "objective shop-sales: exactly one of Good and Bad must be set."),
            ("invalid-catalog", "objective shop-sales: Total: must be a plain selector"),
            ("invalid-catalog", "shop: alert Empty: the label 'severity' is reserved."),
            ("invalid-catalog", "shop: recording rule shop:stock: duplicate label 'a'."),
            ("template-label", "Annotation description uses the label shelf"),
        ], ignoreOrder: true);
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
