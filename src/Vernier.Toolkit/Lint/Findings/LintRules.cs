using System.Reflection;
using static Vernier.Toolkit.Lint.Findings.LintSeverity;
using static Vernier.Toolkit.Lint.Findings.QueryEffect;

namespace Vernier.Toolkit.Lint.Findings;

/// <summary>The rules of the linter.</summary>
public static class LintRules
{
    // Input that cannot be read.
    internal static readonly LintRule FileUnreadable = Unreadable("file-unreadable", "File cannot be read.", "Correct the path or grant read access.", "check missing.yml");

    internal static readonly LintRule FileTimeout = Unreadable("file-timeout", "File could not be read in time.",
        "Increase --timeout, or find out why the file is large.", "check --timeout 1ms metrics.prom");

    internal static readonly LintRule UnknownFile = Unreadable("unknown-file", "File type is not supported.",
        "Use .yml or .yaml for rule files, .json for dashboards, and .prom, .txt or .metrics for metrics.", "check rules.doc");

    internal static readonly LintRule YamlSyntax = Unreadable("yaml-syntax", "File is not valid YAML.", "Fix the syntax error; the rest of the file was not checked.", "groups: [");

    internal static readonly LintRule JsonSyntax = Unreadable("json-syntax", "File is not valid JSON.", "Fix the syntax error; the rest of the file was not checked.",
        "{ \"panels\": [");

    internal static readonly LintRule MetricsSyntax = Unreadable("metrics-syntax", "Line is not valid in the Prometheus text format or OpenMetrics.",
        "Write name{label=\"value\"} number.", "shop_stock{item=a} 1");

    internal static readonly LintRule InvalidRuleFile = Unreadable("invalid-rule-file", "Rule file has an unknown, missing or invalid field.",
        "Correct the field; Prometheus rejects the whole file.", "- expr: up == 0");

    internal static readonly LintRule InvalidDashboard = Unreadable("invalid-dashboard", "JSON file is not a Grafana dashboard.", "Export the dashboard from Grafana as JSON.",
        "{ \"name\": \"shop\" }");

    internal static readonly LintRule InvalidCatalog = Unreadable("invalid-catalog", "Catalog is invalid.", "Fix this before generating files.", "new MetricCatalog(\"My Shop\")");

    internal static readonly LintRule EndpointUnreachable = Unreadable("endpoint-unreachable", "Endpoint is unreachable.", "Start the service or correct the URL.",
        "check http://127.0.0.1:9/metrics");

    internal static readonly LintRule EndpointTimeout = Unreadable("endpoint-timeout", "Endpoint did not respond in time.",
        "Increase --timeout, or find out why the endpoint is slow.", "check --timeout 1ms http://127.0.0.1:8001/metrics");

    internal static readonly LintRule EndpointStatus = Unreadable("endpoint-status", "Endpoint returned a status code other than 200.", "Correct the path or the credentials.",
        "HTTP/1.1 404 Not Found");

    internal static readonly LintRule EndpointContent = Unreadable("endpoint-content", "Endpoint did not return metrics.",
        "Use the URL of the metrics endpoint; its path is usually /metrics.", "Content-Type: text/html");

    internal static readonly LintRule InvalidSuppressions = Unreadable("invalid-suppressions", "Suppressions file is invalid.", "Write a list of rule, element and reason.",
        "- rule: metric-total");

    internal static readonly LintRule UnusedSuppression = new("unused-suppression", Info, "Suppression is unused.", "Remove it, or correct rule or element.")
    {
        Example = "- { rule: metric-help, element: metric shop_typo, reason: Old. }",
        IsSuppressible = false,
    };

    // Metrics. The first eleven are the checks of promtool.
    internal static readonly LintRule MetricHelp = Rule("metric-help", Warning, "Metric has no help text.", "Describe in one sentence what the metric measures.", "# HELP shop_stock");

    internal static readonly LintRule MetricBaseUnit = Rule("metric-base-unit", Warning, "Unit is not a Prometheus base unit.",
        "Use the base unit: seconds, bytes, ratio, meters, grams, celsius, amperes, volts or joules.", "shop_wait_milliseconds");

    internal static readonly LintRule MetricAbbreviation = Rule("metric-abbreviation", Warning, "Unit in the metric name is abbreviated.", "Spell out the unit in the plural.", "shop_wait_ms");

    internal static readonly LintRule MetricTotal = Rule("metric-total", Warning, "Suffix _total does not match the metric type.", "End the names of counters in _total, and only those.",
        "# TYPE shop_orders counter");

    internal static readonly LintRule MetricSuffix = Rule("metric-suffix", Warning, "Suffix _bucket, _sum or _count is reserved for histograms and summaries.",
        "Choose another last word.", "# TYPE shop_clients_count gauge");

    internal static readonly LintRule MetricType = Rule("metric-type", Warning, "Metric name contains the metric type.", "Drop the type; it is already in the metadata.", "shop_stock_gauge");

    internal static readonly LintRule MetricColon = Rule("metric-colon", Warning, "Metric name contains a colon.", "Use underscores; colons are reserved for recording rules.", "shop:stock");

    internal static readonly LintRule MetricCase = Rule("metric-case", Warning, "Metric name is not in snake_case.", "Use lower case and underscores.", "shopStock");

    internal static readonly LintRule LabelCase = Rule("label-case", Warning, "Label name is not in snake_case.", "Use lower case and underscores.", "shop_stock{itemName=\"a\"}");

    internal static readonly LintRule LabelReserved = Rule("label-reserved", Warning, "Label le or quantile is reserved for histograms and summaries.", "Rename the label.",
        "shop_stock{le=\"5\"}");

    internal static readonly LintRule MetricDuplicate = Rule("metric-duplicate", Error, "Metric or series is exposed more than once.", "Expose each metric and each series once.",
        "shop_stock 1 … shop_stock 2");

    internal static readonly LintRule MetricUnitSuffix = Rule("metric-unit-suffix", Warning, "Metric name does not end in the unit.", "Append the unit to the name.",
        "# UNIT shop_wait seconds");

    internal static readonly LintRule MetricUnused = Rule("metric-unused", Info, "No panel, alert or recording rule uses the metric.", "Add a panel or an alert, or remove the metric.",
        "# TYPE shop_unused gauge");

    internal static readonly LintRule Cardinality = Rule("cardinality", Warning, "Metric has too many series.", "Remove a label, or limit the number of its values.",
        "shop_orders_total{customer_id=\"8814\"}");

    // Queries.
    internal static readonly LintRule PromQLSyntax = new("promql-syntax", Error, "Expression is not valid PromQL.", "Fix the syntax error; the rest of the expression was not checked.")
    {
        Example = "sum(rate(shop_orders_total[5m])",
        Effect = Empty,
        IsSuppressible = false,
    };

    internal static readonly LintRule UnknownMetric = Rule("unknown-metric", Error, "Metric does not exist.", "Correct the name, or add the endpoint that exposes the metric.",
        "shop_stok", Empty);

    internal static readonly LintRule MetricMismatch = Rule("metric-mismatch", Error, "Metric exists under another name or with another type.", "Use the name and the series that exist.",
        "rate(shop_orders[5m])", QueryEffect.MetricMismatch);

    internal static readonly LintRule UnknownLabel = Rule("unknown-label", Error, "Series do not have the label.", "Use a label that the series have.",
        "sum by (shelf) (shop_stock)", Empty);

    internal static readonly LintRule UnknownLabelValue = Rule("unknown-label-value", Error, "Label never has the value.", "Use one of the label's values.",
        "rate(shop_orders_total{method=\"cards\"}[5m])", Empty);

    internal static readonly LintRule RateOfGauge = Rule("rate-of-gauge", Error, "Counter function is applied to a gauge.", "Use deriv, delta or changes.",
        "rate(shop_stock[5m])", Misleading);

    internal static readonly LintRule GaugeFunctionOfCounter = Rule("gauge-function-of-counter", Error, "Gauge function is applied to a counter.", "Use rate or increase.",
        "delta(shop_orders_total[5m])", Misleading);

    internal static readonly LintRule RateOfSum = Rule("rate-of-sum", Error, "Rate is applied to a sum of counters.", "Apply rate first, then aggregate.",
        "rate(sum(shop_orders_total)[5m:1m])", Misleading);

    internal static readonly LintRule RawCounter = Rule("raw-counter", Info, "Counter is read without rate or increase.", "Use rate or increase, unless the raw value is intended.",
        "sum(shop_orders_total)", Conditional);

    internal static readonly LintRule IncreaseEstimates = Rule("increase-estimates", Info, "Result of increase is extrapolated and misses the first event of a new series.",
        "Initialize the series to 0 at startup, and expect fractions.", "increase(shop_orders_total[1h])", Conditional);

    internal static readonly LintRule HistogramWithoutSuffix = Rule("histogram-without-suffix", Error, "Histogram is read without _bucket, _sum or _count.",
        "Append _bucket, _sum or _count to the name.", "histogram_quantile(0.9, shop_order_seconds)", Empty);

    internal static readonly LintRule QuantileWithoutLe = Rule("quantile-without-le", Error, "Argument of histogram_quantile has no label le.",
        "Keep le, as in sum by (le) (rate(x_bucket[5m])).", "histogram_quantile(0.9, sum(rate(shop_order_seconds_bucket[5m])))", Empty);

    internal static readonly LintRule QuantileWithoutRate = Rule("quantile-without-rate", Error, "Buckets are passed to histogram_quantile without rate.",
        "Apply rate to the buckets, as in rate(x_bucket[5m]).", "histogram_quantile(0.9, sum by (le) (shop_order_seconds_bucket))", Misleading);

    internal static readonly LintRule QuantilePerSeries = Rule("quantile-per-series", Info, "Quantile is calculated for each series separately.",
        "Aggregate the buckets first, as in sum by (le) (rate(x_bucket[5m])), unless one quantile per series is intended.",
        "histogram_quantile(0.9, rate(shop_order_seconds_bucket[5m]))", Conditional);

    internal static readonly LintRule QuantileAggregated = Rule("quantile-aggregated", Warning, "Quantiles cannot be aggregated.",
        "Aggregate the buckets first, as in histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m]))).", "avg(shop_wait_seconds)", Misleading);

    internal static readonly LintRule MeanOfMeans = Rule("mean-of-means", Warning, "Averages are averaged.", "Divide the sums: sum(…) / sum(…).",
        "avg(rate(shop_order_seconds_sum[5m]) / rate(shop_order_seconds_count[5m]))", Conditional);

    internal static readonly LintRule RatioAlwaysOne = Rule("ratio-always-one", Error, "Ratio is always 1.", "Aggregate the label away on both sides.",
        "rate(shop_orders_total{method=\"card\"}[5m]) / rate(shop_orders_total[5m])", Misleading);

    internal static readonly LintRule OperandsNeverMatch = Rule("operands-never-match", Error, "Operands have different labels and never match.",
        "Aggregate both sides by the same labels, or add on(…) or ignoring(…).", "rate(shop_orders_total[5m]) / sum(rate(shop_orders_total[5m]))", Empty);

    internal static readonly LintRule OperandsMayNotMatch = Rule("operands-may-not-match", Info, "Series that only one of the two metrics has are dropped.",
        "Initialize both metrics to 0 at startup with the same labels.", "rate(shop_refunds_total[5m]) / rate(shop_orders_total[5m])", Conditional);

    internal static readonly LintRule DisjointRatio = Rule("disjoint-ratio", Error, "Numerator is not part of the denominator.",
        "Divide by the attempts, or by the sum of successes and failures.", "rate(shop_payments_failures_total[5m]) / rate(shop_payments_done_total[5m])", Misleading);

    internal static readonly LintRule RateNotRatio = Rule("rate-not-ratio", Info, "Title promises an error rate, but the query returns failures per second.",
        "Divide by the rate of attempts if a ratio is intended.", "\"Error rate\": rate(shop_payments_failures_total[5m])", Conditional);

    internal static readonly LintRule ShortRange = Rule("short-range", Warning, "Range is shorter than four scrape intervals.", "Use a range of at least four scrape intervals.",
        "rate(shop_orders_total[30s])", Conditional);

    internal static readonly LintRule RangeAssumesInterval = Rule("range-assumes-interval", Info, "Range is too short for the default scrape interval of 1m.",
        "Scrape at the interval the query expects, or use 5m.", "rate(shop_orders_total[1m])", Conditional);

    internal static readonly LintRule CountOfComparison = Rule("count-of-comparison", Warning, "Count of a comparison is empty instead of 0.", "Use sum(x == bool 0), or append or vector(0).",
        "count(shop_stock == 0)", Conditional);

    internal static readonly LintRule TitleLabel = Rule("title-label", Warning, "Title promises a label that the result does not have.",
        "Aggregate by a label that the metric has, or change the title.", "\"Stock by shelf\": shop_stock", Misleading);

    internal static readonly LintRule LegendLabel = Rule("legend-label", Warning, "Legend uses a label that the result does not have.", "Use a label of the result.",
        "legend {{shelf}}: shop_stock");

    internal static readonly LintRule ThresholdBeyondBuckets = Rule("threshold-beyond-buckets", Error, "Threshold is above the last bucket, so it is never exceeded.",
        "Add larger buckets or lower the threshold; check that both have the same unit.", "histogram_quantile(0.9, sum by (le) (rate(shop_order_seconds_bucket[5m]))) > 60", Empty);

    internal static readonly LintRule ThresholdUnit = Rule("threshold-unit", Warning, "Threshold and value have different units.", "Convert the threshold to the unit of the value.",
        "shop_fill_ratio > 90", Misleading);

    internal static readonly LintRule PanelUnit = Rule("panel-unit", Warning, "Panel unit differs from the unit of the values.", "Set the unit of the values.",
        "unit ms: shop_wait_seconds", Misleading);

    internal static readonly LintRule UndefinedVariable = Rule("undefined-variable", Error, "Dashboard does not define the variable.", "Define the variable, or write the value.",
        "shop_stock{item=\"$item\"}", Empty);

    internal static readonly LintRule DocumentedVerdict = Rule("documented-verdict", Warning, "Verdict on a documented query differs from the linter's.",
        "Correct the verdict or the metric.", "new DocumentedQuery(…) { Verdict = QueryVerdict.Works }");

    // Alerts and recording rules.
    internal static readonly LintRule AlertFor = Rule("alert-for", Warning, "Alert fires on a single evaluation.", "Add a duration, such as for: 5m.", "for: 0s");

    internal static readonly LintRule AlertSeverity = Rule("alert-severity", Warning, "Alert has no label severity.", "Add the label severity: critical, warning or info.",
        "labels: {}");

    internal static readonly LintRule AlertSummary = Rule("alert-summary", Warning, "Alert has no annotation summary.", "Add the annotation summary.", "annotations: {}");

    internal static readonly LintRule AlertDescription = Rule("alert-description", Warning, "Alert has no annotation description.", "Add the annotation description.", "annotations: {}");

    internal static readonly LintRule AlertRunbook = Rule("alert-runbook", Warning, "Alert has no annotation runbook_url.", "Add the annotation runbook_url.", "annotations: {}");

    internal static readonly LintRule AlertMissingSeries = Rule("alert-missing-series", Warning, "Alert misses the first event of a new series.",
        "Initialize the known series to 0 at startup.", "increase(shop_orders_total[5m]) > 0", Conditional);

    internal static readonly LintRule AlertPerSeries = Rule("alert-per-series", Info, "Alert compares the rate of each series separately.",
        "Aggregate by the labels the alert is about, and divide by the traffic if a ratio is intended.", "rate(shop_orders_total[5m]) > 5", Conditional);

    internal static readonly LintRule TemplateLabel = Rule("template-label", Error, "Annotation uses a label that the alert does not have.", "Use a label of the alert.",
        "summary: Shelf {{ $labels.shelf }} is empty.");

    internal static readonly LintRule TemplateUnit = Rule("template-unit", Warning, "Template function does not match the unit of the value.",
        "Use humanize or printf with the unit, or convert the expression.", "shop_fill_ratio: {{ $value | humanizeDuration }}");

    internal static readonly LintRule RecordingName = Rule("recording-name", Warning, "Recorded series is not named level:metric:operations.",
        "Use the form level:metric:operations, as in job:http_requests:rate5m.", "record: shop_order_rate");

    /// <summary>Gets all rules, ordered by id.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. typeof(LintRules).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => field.GetValue(null)).OfType<LintRule>().OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    private static LintRule Unreadable(string id, string title, string fix, string example) => new(id, Error, title, fix) { Example = example, IsSuppressible = false };

    private static LintRule Rule(string id, LintSeverity severity, string title, string fix, string example, QueryEffect effect = None) =>
        new(id, severity, title, fix) { Example = example, Effect = effect };
}
