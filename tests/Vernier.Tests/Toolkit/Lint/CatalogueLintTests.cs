using System.Runtime.CompilerServices;
using Vernier.Catalogue;
using Vernier.Definitions;
using Vernier.Toolkit.Lint;
using Vernier.Toolkit.Lint.Findings;

namespace Vernier.Tests.Toolkit.Lint;

public sealed class CatalogueLintTests
{
    [Fact]
    public async Task CheckAsync_MistakesOfACatalogue_AreFoundAtTheirLines()
    {
        var stock = new GaugeDefinition("shop_stock", "Stock.");
        var idle = new GaugeDefinition("shop_idle", "Idle.");
        var catalogue = new MetricCatalogue("shop", "Shop")
        {
            Metrics = [stock, idle],
            Dashboards = [new("Shop", "shop") { Panels = [new("Stock", [new($"rate({stock}[5m])")])] }],
            DocumentedQueries = [new("Q1", "Stock", "shop_stock") { Verdict = QueryVerdict.Broken }],
        };
        int panel = Line() - 3;

        LintReport report = await Linter.CheckAsync(new() { Catalogues = [catalogue] }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.Select(finding => (finding.Rule.Id, finding.Place.Line, finding.Place.Subject)).ShouldBe(
        [
            ("documented-verdict", 0, "documented query Q1"),
            ("metric-unused", stock.Source.Line + 1, "metric shop_idle"),
            ("rate-of-gauge", panel, "panel Stock"),
        ], ignoreOrder: true);
        report.Findings.ShouldAllBe(finding => finding.Place.File.EndsWith("CatalogueLintTests.cs", StringComparison.Ordinal));
        report.HasErrors.ShouldBeTrue();
        (report.Queries, report.Metrics).ShouldBe((1, 2));
    }

    [Fact]
    public async Task CheckAsync_CatalogueOnlyToCompareWith_IsNotChecked()
    {
        var catalogue = new MetricCatalogue("shop", "Shop") { Metrics = [new GaugeDefinition("shop_total", "")] };

        LintReport report = await Linter.CheckAsync(new() { Catalogues = [catalogue], CheckCatalogues = false }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.ShouldBeEmpty();
    }

    // What the generator refuses is found here, too, and does not end the check.
    [Fact]
    public async Task CheckAsync_CatalogueThatNothingCanBeMadeOf_IsFoundAndTheRestIsChecked()
    {
        var stock = new GaugeDefinition("shop_stock", "Stock.");
        var catalogue = new MetricCatalogue("shop", "Shop")
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

        LintReport report = await Linter.CheckAsync(new() { Catalogues = [catalogue] }, cancellation: TestContext.Current.CancellationToken);

        report.Findings.Select(finding => (finding.Rule.Id, finding.Reason.Split(';', ',')[0])).ShouldBe(
        [
            ("catalogue-form", "objective shop-sales: the target is NaN"),
            ("catalogue-form", "objective shop-sales: either Good or Bad has to be given"),
            ("catalogue-form", "objective shop-sales: Total has to select series"),
            ("catalogue-form", "shop: alert Empty: the label severity is set already."),
            ("catalogue-form", "shop: recording rule shop:stock: the label 'a' is there 2 times."),
            ("template-label", "The annotation description reads the label shelf"),
        ], ignoreOrder: true);
    }

    private static int Line([CallerLineNumber] int line = 0) => line;
}
