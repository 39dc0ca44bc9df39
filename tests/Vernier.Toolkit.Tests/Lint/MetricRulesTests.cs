using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>For each metric rule, metrics that violate it and similar metrics that do not.</summary>
public sealed class MetricRulesTests
{
    [Theory]
    [InlineData("shop_orders_total", MetricType.Counter, "")]
    [InlineData("shop_orders", MetricType.Counter, "metric-total")]
    [InlineData("shop_clients_total", MetricType.Gauge, "metric-total")]
    [InlineData("shop_totals", MetricType.Gauge, "")]
    [InlineData("shop_clients_count", MetricType.Gauge, "metric-suffix")]
    [InlineData("shop_clients_bucket", MetricType.Summary, "metric-suffix")]
    [InlineData("shop_count_of_clients", MetricType.Gauge, "")]
    [InlineData("shop_gauge", MetricType.Gauge, "metric-type")]
    [InlineData("shop_gauges", MetricType.Gauge, "")]
    [InlineData("shop:clients", MetricType.Gauge, "metric-colon")]
    [InlineData("shopClients", MetricType.Gauge, "metric-case")]
    [InlineData("SHOP_clients", MetricType.Gauge, "")]
    [InlineData("shop_wait_ms", MetricType.Histogram, "metric-abbreviation")]
    [InlineData("shop_sent_kb_total", MetricType.Counter, "metric-abbreviation")]
    [InlineData("shop_wait_milliseconds", MetricType.Histogram, "metric-base-unit")]
    [InlineData("shop_wait_seconds", MetricType.Histogram, "")]
    [InlineData("shop_full_percent", MetricType.Gauge, "metric-base-unit")]
    public void Name(string name, MetricType type, string rules) => Found(new KnownMetric(name, type, Location) { Help = "Help." }).ShouldBe(rules);

    [Theory]
    [InlineData("shop_orders", "metric-help", "")]
    [InlineData("shop_orders", "", "Orders.")]
    public void Help(string name, string rules, string help) => Found(new KnownMetric(name, MetricType.Gauge, Location) { Help = help }).ShouldBe(rules);

    [Theory]
    [InlineData("shop_sent_bytes_total", "bytes", "")]
    [InlineData("shop_sent_total", "bytes", "metric-unit-suffix")]
    [InlineData("shop_bytes_sent_total", "bytes", "metric-unit-suffix")]
    [InlineData("shop_wait_total", "milliseconds", "metric-base-unit, metric-unit-suffix")]
    public void Unit(string name, string unit, string rules) => Found(new KnownMetric(name, MetricType.Counter, Location) { Help = "Help.", Unit = unit }).ShouldBe(rules);

    [Theory]
    [InlineData("country", "")]
    [InlineData("countryCode", "label-case")]
    [InlineData("le", "label-reserved")]
    [InlineData("quantile", "label-reserved")]
    public void Label(string label, string rules) => Found(new KnownMetric("shop_stock", MetricType.Gauge, Location) { Help = "Help.", Labels = [new(label)] }).ShouldBe(rules);

    [Fact]
    public void Cardinality_LimitsOfLabels_AreMultiplied()
    {
        var metric = new GaugeDefinition("shop_stock", "Stock.") { Labels = [new("item") { MaxValues = 2000 }, new("state") { Values = ["new", "used", "broken"] }, new("open")] };

        Found(metric).ShouldBe("");
        Found(metric with { Labels = [.. metric.Labels, new("shelf") { MaxValues = 2 }] }).ShouldBe("cardinality");
        Found(metric with { Labels = [.. metric.Labels, new("shelf") { MaxValues = 2 }], MaxSeries = 5000 }).ShouldBe("");
    }

    [Fact]
    public void Cardinality_ExposedSeries_AreCounted()
    {
        var metric = new KnownMetric("shop_stock", MetricType.Gauge, Location) { Help = "Stock.", ExposedSeries = 10_001 };

        MetricRules.Check(metric, new LintOptions()).ShouldHaveSingleItem().Message.ShouldBe("shop_stock has 10,001 series; the limit is 10,000.");
        MetricRules.Check(metric, new LintOptions { MaxSeries = 20_000 }).ShouldBeEmpty();
    }

    private static LintLocation Location => new("metrics.prom", 1, 1, "metric");

    private static string Found(MetricDefinition metric) => Found(CatalogReader.ToKnownMetric(metric, null));

    private static string Found(KnownMetric metric) =>
        string.Join(", ", MetricRules.Check(metric, new LintOptions()).Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal));
}
