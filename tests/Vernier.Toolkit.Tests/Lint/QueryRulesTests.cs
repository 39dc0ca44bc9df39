using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Rules;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>For each rule, expressions that violate it and similar expressions that do not. Each row lists all rules that report the expression.</summary>
public sealed class QueryRulesTests
{
    [Theory]
    [InlineData("sum(rate(shop_orders_total[5m]))", "")]
    [InlineData("sum(rate(shop_orders_total[5m]", "promql-syntax")]
    [InlineData("shop_stok", "unknown-metric")]
    [InlineData("node_load1", "unknown-metric")]
    [InlineData("up == 0", "")]
    [InlineData("ALERTS{alertstate=\"firing\"}", "")]
    [InlineData("rate(shop_orders[5m])", "metric-mismatch")]
    [InlineData("rate(shop_wait_seconds_bucket[5m])", "metric-mismatch")]
    [InlineData("shop_weight_grams", "metric-mismatch")]
    [InlineData("{__name__=\"shop_stok\"}", "unknown-metric")]
    [InlineData("{job=\"shop\"}", "")]
    public void Metric(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("shop_stock{item=\"a\"}", "")]
    [InlineData("shop_stock{items=\"a\"}", "unknown-label")]
    [InlineData("shop_stock{shelf=\"\"}", "")]
    [InlineData("shop_stock{job=\"shop\",instance=~\"a.*\"}", "")]
    [InlineData("sum by (item) (shop_stock)", "")]
    [InlineData("sum by (shelf) (shop_stock)", "unknown-label")]
    [InlineData("sum without (shelf) (shop_stock)", "unknown-label")]
    [InlineData("sum by (job) (sum by (item) (shop_stock))", "unknown-label")]
    [InlineData("sum by (shelf) (label_replace(shop_stock, \"shelf\", \"$1\", \"item\", \"(.*)-.*\"))", "")]
    [InlineData("sum by (version) (count_values(\"version\", shop_stock))", "")]
    [InlineData("shop_stock * on (item) group_left (version) shop_stock", "unknown-label")]
    [InlineData("shop_stock{le=\"5\"}", "unknown-label")]
    public void Label(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("rate(shop_orders_total{method=\"card\"}[5m])", "")]
    [InlineData("rate(shop_orders_total{method=\"cards\"}[5m])", "unknown-label-value")]
    [InlineData("rate(shop_orders_total{method!=\"cheque\"}[5m])", "unknown-label-value")]
    [InlineData("rate(shop_orders_total{method=~\"ca.*\"}[5m])", "")]
    [InlineData("rate(shop_orders_total{method=~\"ca\"}[5m])", "unknown-label-value")]
    [InlineData("rate(shop_orders_total{method=~\"cheque|coin\"}[5m])", "unknown-label-value")]
    [InlineData("rate(shop_orders_total{country=\"anything\"}[5m])", "")]
    [InlineData("shop_door{shop_door=\"open\"}", "")]
    [InlineData("rate(shop_order_seconds_bucket{le=\"0.5\"}[5m])", "")]
    [InlineData("rate(shop_order_seconds_bucket{le=\"1.0\"}[5m])", "")]
    [InlineData("rate(shop_order_seconds_bucket{le=\"+Inf\"}[5m])", "")]
    [InlineData("rate(shop_order_seconds_bucket{le=\"0.3\"}[5m])", "unknown-label-value")]
    [InlineData("shop_wait_seconds{quantile=\"0.5\"}", "")]
    [InlineData("shop_wait_seconds{quantile=\"0.99\"}", "unknown-label-value")]
    public void LabelValue(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("rate(shop_stock[5m])", "rate-of-gauge")]
    [InlineData("increase(shop_stock[5m])", "rate-of-gauge")]
    [InlineData("deriv(shop_stock[5m])", "")]
    [InlineData("delta(shop_starts_total[5m])", "gauge-function-of-counter")]
    [InlineData("deriv(shop_order_seconds_count[5m])", "gauge-function-of-counter")]
    [InlineData("rate(shop_wait_seconds_sum[5m])", "")]
    [InlineData("rate(shop_wait_seconds[5m])", "rate-of-gauge")]
    [InlineData("rate(sum(shop_orders_total)[5m:1m])", "rate-of-sum, raw-counter")]
    [InlineData("max_over_time(sum(shop_stock)[5m:1m])", "")]
    public void Rate(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("shop_starts_total", "raw-counter")]
    [InlineData("sum(shop_orders_total)", "raw-counter")]
    [InlineData("count(shop_orders_total)", "")]
    [InlineData("absent(shop_orders_total)", "")]
    [InlineData("changes(shop_starts_total[5m])", "")]
    [InlineData("increase(shop_starts_total[5m])", "increase-estimates")]
    public void RawCounter(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("rate(shop_starts_total[59s])", "short-range")]
    [InlineData("rate(shop_starts_total[1m])", "range-assumes-interval")]
    [InlineData("rate(shop_starts_total[4m])", "")]
    [InlineData("rate(shop_starts_total[$__rate_interval])", "")]
    public void Range(string expression, string rules) => Found(expression, QueryKind.Panel).ShouldBe(rules);

    [Theory]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m])))", "")]
    [InlineData("histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m]))", "quantile-per-series")]
    [InlineData("histogram_quantile(0.9, sum by (country) (rate(shop_order_seconds_bucket[5m])))", "quantile-without-le")]
    [InlineData("histogram_quantile(0.9, sum(rate(shop_order_seconds_bucket[5m])))", "quantile-without-le")]
    [InlineData("histogram_quantile(0.9, rate(shop_order_seconds_count[5m]))", "quantile-without-le")]
    [InlineData("histogram_quantile(0.9, sum by (le) (shop_order_seconds_bucket))", "quantile-without-rate, raw-counter")]
    [InlineData("histogram_quantile(0.9, shop_order_seconds)", "histogram-without-suffix")]
    [InlineData("shop_order_seconds", "histogram-without-suffix")]
    [InlineData("avg(shop_wait_seconds)", "quantile-aggregated")]
    [InlineData("max(shop_wait_seconds)", "")]
    [InlineData("avg(histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m])))", "quantile-aggregated, quantile-per-series")]
    [InlineData("avg(rate(shop_order_seconds_sum[5m]) / rate(shop_order_seconds_count[5m]))", "mean-of-means")]
    [InlineData("sum(rate(shop_order_seconds_sum[5m])) / sum(rate(shop_order_seconds_count[5m]))", "")]
    public void Quantile(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("rate(shop_orders_total{method=\"card\"}[5m]) / rate(shop_orders_total[5m])", "ratio-always-one")]
    [InlineData("rate(shop_orders_total{method=\"card\"}[5m]) / ignoring (method) rate(shop_orders_total[5m])", "")]
    [InlineData("sum(rate(shop_orders_total{method=\"card\"}[5m])) / sum(rate(shop_orders_total[5m]))", "")]
    [InlineData("rate(shop_orders_total{method=\"card\"}[5m]) / rate(shop_orders_total{method=\"cash\"}[5m])", "")]
    [InlineData("rate(shop_orders_total[5m]) / sum(rate(shop_orders_total[5m]))", "operands-never-match")]
    [InlineData("rate(shop_orders_total[5m]) / on () group_left () sum(rate(shop_orders_total[5m]))", "")]
    [InlineData("sum by (country) (rate(shop_orders_total[5m])) / sum by (method) (rate(shop_orders_total[5m]))", "operands-never-match")]
    [InlineData("shop_stock and shop_fill_ratio", "operands-never-match")]
    [InlineData("shop_stock or vector(0)", "")]
    [InlineData("shop_stock > vector(5)", "operands-never-match")]
    [InlineData("rate(shop_refunds_total[5m]) / rate(shop_orders_total[5m])", "operands-may-not-match")]
    [InlineData("rate(shop_payments_failures_total[5m]) / rate(shop_payments_total[5m])", "")]
    [InlineData("rate(shop_payments_failures_total[5m]) / rate(shop_payments_done_total[5m])", "disjoint-ratio")]
    [InlineData("rate(shop_payments_done_total[5m]) - rate(shop_payments_failures_total[5m])", "disjoint-ratio")]
    [InlineData("rate(shop_payments_done_total[5m]) / (rate(shop_payments_done_total[5m]) + rate(shop_payments_failures_total[5m]))", "")]
    [InlineData("rate(shop_payments_total[5m]) - rate(shop_payments_failures_total[5m])", "")]
    public void Sides(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("count(shop_stock == 0)", "count-of-comparison")]
    [InlineData("count(shop_stock == 0) or vector(0)", "")]
    [InlineData("sum(shop_stock == bool 0)", "")]
    [InlineData("count(shop_stock)", "")]
    public void Count(string expression, string rules) => Found(expression).ShouldBe(rules);

    /// <summary>An alert that fires on a high count is correct without a 0.</summary>
    [Theory]
    [InlineData("count(shop_stock == 0) > 3", false)]
    [InlineData("100 * (count by (item) (shop_stock == 0) / count by (item) (shop_stock)) >= 10", false)]
    [InlineData("3 < count(shop_stock == 0) - 1", false)]
    [InlineData("count(shop_stock > 0) < 3", true)]
    [InlineData("count(shop_stock > 0) == 0", true)]
    [InlineData("1 - count(shop_stock > 0) / count(shop_stock) > 0.5", true)]
    [InlineData("count(shop_stock) / count(shop_stock > 0) > 2", true)]
    [InlineData("max(count by (item) (shop_stock > 0)) > 2", true)]
    public void Count_InAnAlert_IsReportedIfZeroWouldFire(string expression, bool isReported) =>
        new QueryChecker(ShopMetrics.Known, new LintOptions()).Check(Source(expression, QueryKind.Alert)).Any(finding => finding.Rule == LintRules.CountOfComparison).ShouldBe(isReported);

    [Theory]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) > 1", "")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) > 5", "threshold-beyond-buckets")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) >= 5", "")]
    [InlineData("500 < histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m])))", "threshold-beyond-buckets")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_print_milliseconds_bucket[5m]))) > 0.5", "threshold-unit")]
    [InlineData("shop_fill_ratio > 0.9", "")]
    [InlineData("shop_fill_ratio > 90", "threshold-unit")]
    [InlineData("shop_fill_ratio * 100 > 90", "")]
    [InlineData("shop_fill_ratio * 100 > 0.9", "threshold-unit")]
    [InlineData("sum(rate(shop_orders_total{method=\"card\"}[5m])) / sum(rate(shop_orders_total[5m])) > 5", "threshold-unit")]
    [InlineData("sum(rate(shop_starts_total[5m])) / sum(rate(shop_starts_total[1h])) > 5", "")]
    public void Threshold(string expression, string rules) => Found(expression).ShouldBe(rules);

    [Theory]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m])))", "s", "")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m])))", "ms", "panel-unit")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) * 1000", "ms", "")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_print_milliseconds_bucket[5m])))", "s", "panel-unit")]
    [InlineData("sum(rate(shop_sent_bytes_total[5m]))", "Bps", "")]
    [InlineData("sum(rate(shop_sent_bytes_total[5m]))", "bytes", "panel-unit")]
    [InlineData("rate(shop_busy_seconds_total[5m])", "percentunit", "")]
    [InlineData("rate(shop_order_seconds_sum[5m]) / rate(shop_order_seconds_count[5m])", "s", "")]
    [InlineData("shop_fill_ratio", "percent", "panel-unit")]
    [InlineData("shop_stock", "s", "")]
    public void PanelUnit(string expression, string unit, string rules) => Found(expression, QueryKind.Panel, unit: unit).ShouldBe(rules);

    [Theory]
    [InlineData("Orders by country", "sum by (country) (rate(shop_orders_total[5m]))", "")]
    [InlineData("Orders by payment method and country", "sum by (country, method) (rate(shop_orders_total[5m]))", "")]
    [InlineData("Orders by city", "sum by (country) (rate(shop_orders_total[5m]))", "title-label")]
    [InlineData("Countries by orders", "topk(5, sum by (country) (rate(shop_orders_total[5m])))", "")]
    [InlineData("Payment failure rate", "rate(shop_payments_failures_total[5m])", "rate-not-ratio")]
    [InlineData("Payment failure rate", "rate(shop_payments_failures_total[5m]) / rate(shop_payments_total[5m])", "")]
    [InlineData("Payment failures", "rate(shop_payments_failures_total[5m])", "")]
    public void Title(string title, string expression, string rules) => Found(expression, QueryKind.Panel, title).ShouldBe(rules);

    [Theory]
    [InlineData("{{country}}", "sum by (country) (rate(shop_orders_total[5m]))", "")]
    [InlineData("{{ country }} in {{city}}", "sum by (country) (rate(shop_orders_total[5m]))", "legend-label")]
    [InlineData("{{country}}", "sum(rate(shop_orders_total[5m]))", "legend-label")]
    [InlineData("{{__name__}} on {{instance}}", "shop_stock", "")]
    [InlineData("all", "sum(rate(shop_orders_total[5m]))", "")]
    [InlineData("{{country}}", "sum by (country) (rate(shop_orders_total[5m])) or shop_stock", "")]
    public void Legend(string legend, string expression, string rules) => Found(Source(expression, QueryKind.Panel) with { Legend = legend }).ShouldBe(rules);

    [Theory]
    [InlineData("sum by (country) (rate(shop_refunds_total[5m])) > 1", "{{ $labels.country }}: {{ $value }}", "")]
    [InlineData("sum by (country) (rate(shop_refunds_total[5m])) > 1", "{{ $labels.city }}", "template-label")]
    [InlineData("sum(rate(shop_refunds_total[5m])) > 1", "{{ .Labels.country }}", "template-label")]
    [InlineData("sum(rate(shop_orders_total[5m])) > 1", "text", "alert-missing-series")]
    [InlineData("rate(shop_refunds_total[5m]) > 1", "text", "alert-per-series")]
    [InlineData("rate(shop_starts_total[5m]) > 1", "text", "")]
    [InlineData("shop_fill_ratio > 0.9", "{{ $value | humanizePercentage }}", "")]
    [InlineData("rate(shop_starts_total[5m]) > 0.05", "{{ $value | humanize }} a second", "template-unit")]
    [InlineData("rate(shop_starts_total[5m]) > 0.05", "{{ printf \"%.2f\" $value }} a second", "")]
    [InlineData("rate(shop_starts_total[5m]) > 1", "{{ $value | humanize }} a second", "")]
    [InlineData("shop_fill_ratio * 100 > 90", "{{ $value | humanizePercentage }}", "template-unit")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_print_milliseconds_bucket[5m]))) > 500", "{{ $value | humanizeDuration }}", "template-unit")]
    [InlineData("histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) > 1", "{{ $value | humanizeDuration }}", "")]
    public void Alert(string expression, string summary, string rules)
    {
        var alert = new QuerySource(QueryKind.Alert, expression, new("rules.yml", 1, 1, "alert Test"))
        {
            Title = "Test",
            For = TimeSpan.FromMinutes(5),
            Labels = new Dictionary<string, string> { ["severity"] = "warning" },
            Annotations = new Dictionary<string, string> { ["summary"] = summary, ["description"] = "text", ["runbook_url"] = "docs/test.md" },
        };

        Found(alert).ShouldBe(rules);
    }

    [Fact]
    public void Alert_WithoutMetadata_EachMissingPartIsReported() =>
        Found("shop_stock == 0", QueryKind.Alert, "NoStock").ShouldBe("alert-description, alert-for, alert-runbook, alert-severity, alert-summary");

    [Theory]
    [InlineData("country:shop_orders:rate5m", "")]
    [InlineData("orders_per_second", "recording-name")]
    public void Recording(string name, string rules) => Found("sum by (country) (rate(shop_orders_total[5m]))", QueryKind.Recording, name).ShouldBe(rules);

    [Fact]
    public void Recording_ReadByAnotherQuery_HasItsLabels()
    {
        var check = new QueryChecker(ShopMetrics.Known, new LintOptions());
        check.Check(Source("sum by (country) (rate(shop_orders_total[5m]))", QueryKind.Recording, "country:shop_orders:rate5m"));

        check.Check(Source("sum by (country) (country:shop_orders:rate5m)", QueryKind.Panel)).ShouldBeEmpty();
        check.Check(Source("sum by (method) (country:shop_orders:rate5m)", QueryKind.Panel)).ShouldHaveSingleItem().Rule.ShouldBe(LintRules.UnknownLabel);
    }

    [Fact]
    public void Recording_OfASum_HasNoTargetLabels()
    {
        var check = new QueryChecker(ShopMetrics.Known, new LintOptions());
        check.Check(Source("sum(rate(shop_orders_total[5m]))", QueryKind.Recording, "shop:orders:rate5m")).ShouldBeEmpty();

        check.Check(Source("shop:orders:rate5m / count(shop_stock)", QueryKind.Panel)).ShouldBeEmpty();
        check.Check(Source("shop:orders:rate5m{job=\"shop\"}", QueryKind.Panel)).ShouldHaveSingleItem().Rule.ShouldBe(LintRules.UnknownLabel);
    }

    [Fact]
    public void MetricOfPrometheus_CatalogHasSameName_OtherTargetsHaveItToo()
    {
        var metrics = new KnownMetrics([new("up", MetricType.Gauge, new("", 0, 0, "")) { Labels = [new("job", ["shop"])] }], ["job", "instance"]);

        new QueryChecker(metrics, new LintOptions()).Check(Source("up{job=\"other\"} == 0", QueryKind.Panel)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("shop_stock{item=\"$item\"}", "")]
    [InlineData("shop_stock{item=~\"${item:regex}\"}", "")]
    [InlineData("shop_stock{item=\"[[item]]\"}", "")]
    [InlineData("shop_stock{item=\"$shelf\"}", "undefined-variable")]
    [InlineData("rate(shop_starts_total[$__rate_interval])", "")]
    [InlineData("label_replace(shop_stock, \"a\", \"$1\", \"item\", \"(.*)\")", "")]
    public void Variable(string expression, string rules) =>
        Found(Source(expression, QueryKind.Panel) with { Variables = new HashSet<string> { "item", "__rate_interval" } }).ShouldBe(rules);

    [Theory]
    [InlineData("shop_stok", 4, 7)]
    [InlineData("up +\n  shop_stok", 5, 9)]
    [InlineData("up +", 4, 11)]
    public void Check_Error_HasTheLocationInTheFile(string expression, int line, int column)
    {
        var source = Source(expression, QueryKind.Recording, "a:b:c") with { Location = new("rules.yml", 4, 7, "recording rule a:b:c"), KeepsLines = true };

        var location = new QueryChecker(ShopMetrics.Known, new LintOptions()).Check(source).ShouldHaveSingleItem().Location;

        (location.Line, location.Column).ShouldBe((line, column));
    }

    [Fact]
    public void All_Rules_HaveUniqueIdsAndCompleteTexts()
    {
        LintRules.All.Select(rule => rule.Id).ShouldBeUnique();
        LintRules.All.ShouldAllBe(rule => rule.Title.EndsWith('.') && rule.Fix.EndsWith('.') && rule.Example.Length > 0);
        LintRules.All.Count.ShouldBeGreaterThan(50);
    }

    public static TheoryData<string> ExamplesOfQueries =>
        [.. LintRules.All.Where(rule => rule.Effect is not QueryEffect.None).Select(rule => rule.Id).Except(["title-label", "rate-not-ratio", "panel-unit", "undefined-variable", "alert-missing-series"])];

    /// <summary>The rules left out need a title, a unit, a variable or an alert, which the example shows as text.</summary>
    [Theory]
    [MemberData(nameof(ExamplesOfQueries))]
    public void Example_OfAQueryRule_IsReportedByTheRule(string id) => Found(LintRules.All.Single(rule => rule.Id == id).Example).Split(", ").ShouldContain(id);

    private static QuerySource Source(string expression, QueryKind kind, string title = "", string unit = "") => new(kind, expression, new("file", 1, 1, "test")) { Title = title, Unit = unit };

    private static string Found(string expression, QueryKind kind = QueryKind.Documented, string title = "", string unit = "") => Found(Source(expression, kind, title, unit));

    /// <summary>Returns the rules that report the query, in order.</summary>
    private static string Found(QuerySource source)
    {
        var findings = new QueryChecker(ShopMetrics.Known, new LintOptions()).Check(source);
        findings.ShouldAllBe(finding => IsSentence(finding.Message) && IsSentence(finding.Fix));
        return string.Join(", ", findings.Select(finding => finding.Rule.Id).Distinct().Order(StringComparer.Ordinal));
    }

    private static bool IsSentence(string text) => !char.IsWhiteSpace(text[0]) && text[^1] is '.' or '?' && !text.EndsWith("..", StringComparison.Ordinal);
}
