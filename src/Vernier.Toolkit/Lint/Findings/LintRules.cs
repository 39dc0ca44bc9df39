using static Vernier.Toolkit.Lint.Findings.LintSeverity;

namespace Vernier.Toolkit.Lint.Findings;

/// <summary>All rules of the linter.</summary>
public static class LintRules
{
    // What cannot be read.
    internal static readonly LintRule FileUnreadable = new("file-unreadable", Error, "a file cannot be read") { CannotDeviate = true };
    internal static readonly LintRule YamlSyntax = new("yaml-syntax", Error, "a file is not YAML") { CannotDeviate = true };
    internal static readonly LintRule JsonSyntax = new("json-syntax", Error, "a file is not JSON") { CannotDeviate = true };
    internal static readonly LintRule MetricsSyntax = new("metrics-syntax", Error, "a line of an exposition cannot be read") { CannotDeviate = true };
    internal static readonly LintRule RuleFileForm = new("rule-file-form", Error, "a rule file has a part that Prometheus does not know, or lacks one that it needs") { CannotDeviate = true };
    internal static readonly LintRule DashboardForm = new("dashboard-form", Error, "a file is no dashboard of Grafana") { CannotDeviate = true };
    internal static readonly LintRule UnknownFile = new("unknown-file", Error, "a file is neither rules nor a dashboard nor metrics") { CannotDeviate = true };
    internal static readonly LintRule EndpointDown = new("endpoint-down", Error, "an endpoint cannot be reached") { CannotDeviate = true };
    internal static readonly LintRule EndpointSlow = new("endpoint-slow", Error, "an endpoint does not answer in time") { CannotDeviate = true };
    internal static readonly LintRule EndpointStatus = new("endpoint-status", Error, "an endpoint answers with a status other than 200") { CannotDeviate = true };
    internal static readonly LintRule EndpointContent = new("endpoint-content", Error, "an endpoint answers with something other than metrics") { CannotDeviate = true };

    // Metrics. Those up to MetricDuplicate are what promtool's own linter finds.
    internal static readonly LintRule MetricHelp = new("metric-help", Warning, "a metric without a help text");
    internal static readonly LintRule MetricBaseUnit = new("metric-base-unit", Warning, "a unit that is none of Prometheus's base units");
    internal static readonly LintRule MetricAbbreviation = new("metric-abbreviation", Warning, "an abbreviated unit in a name");
    internal static readonly LintRule MetricTotal = new("metric-total", Warning, "a counter without _total, or something else with it");
    internal static readonly LintRule MetricSuffix = new("metric-suffix", Warning, "a suffix that belongs to histograms and summaries, on something else");
    internal static readonly LintRule MetricType = new("metric-type", Warning, "a metric's type in its name");
    internal static readonly LintRule MetricColon = new("metric-colon", Warning, "a colon in a name, which is for recording rules");
    internal static readonly LintRule MetricCase = new("metric-case", Warning, "a name that is not in snake_case");
    internal static readonly LintRule LabelCase = new("label-case", Warning, "a label that is not in snake_case");
    internal static readonly LintRule LabelReserved = new("label-reserved", Warning, "the label le or quantile on something else than buckets and quantiles");
    internal static readonly LintRule MetricDuplicate = new("metric-duplicate", Error, "a series or family that is there twice");
    internal static readonly LintRule MetricUnitSuffix = new("metric-unit-suffix", Warning, "a metric whose name does not end in its unit");
    internal static readonly LintRule MetricUnused = new("metric-unused", Note, "a metric that no panel and no alert uses");
    internal static readonly LintRule Cardinality = new("cardinality", Warning, "more series than the limit");

    // Queries.
    internal static readonly LintRule PromQLSyntax = new("promql-syntax", Error, "an expression that is no PromQL") { Effect = QueryEffect.Empty, CannotDeviate = true };
    internal static readonly LintRule UnknownMetric = new("unknown-metric", Error, "a metric that does not exist") { Effect = QueryEffect.Empty };
    internal static readonly LintRule OtherShape = new("other-shape", Error, "a metric that exists, but under another name or as another type") { Effect = QueryEffect.OtherShape };
    internal static readonly LintRule UnknownLabel = new("unknown-label", Error, "a label that the series do not have") { Effect = QueryEffect.Empty };
    internal static readonly LintRule UnknownLabelValue = new("unknown-label-value", Error, "a value that a label with a closed set cannot take") { Effect = QueryEffect.Empty };
    internal static readonly LintRule RateOfGauge = new("rate-of-gauge", Error, "rate, irate, increase or resets of something that goes up and down") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule GaugeFunctionOfCounter = new("gauge-function-of-counter", Error, "a function for gauges on a counter") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule RateOfSum = new("rate-of-sum", Error, "a rate of a sum, which takes the restart of one process for a jump of all") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule RawCounter = new("raw-counter", Note, "the bare value of a counter, which starts again with its process") { Effect = QueryEffect.Condition };
    internal static readonly LintRule IncreaseEstimates = new("increase-estimates", Note, "increase, which estimates, and misses the first event of a new series") { Effect = QueryEffect.Condition };
    internal static readonly LintRule HistogramName = new("histogram-name", Error, "the bare name of a histogram, which no series has") { Effect = QueryEffect.Empty };
    internal static readonly LintRule QuantileWithoutLe = new("quantile-without-le", Error, "histogram_quantile of something without the label le") { Effect = QueryEffect.Empty };
    internal static readonly LintRule QuantileWithoutRate = new("quantile-without-rate", Error, "histogram_quantile of buckets without a rate") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule QuantileOfEach = new("quantile-of-each", Note, "histogram_quantile of each series apart") { Effect = QueryEffect.Condition };
    internal static readonly LintRule QuantileAggregated = new("quantile-aggregated", Warning, "an aggregate of quantiles, which is no quantile") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule MeanOfMeans = new("mean-of-means", Warning, "an average of averages, which ignores how often each was measured") { Effect = QueryEffect.Condition };
    internal static readonly LintRule ShareOfItself = new("share-of-itself", Error, "a share whose sides meet only where they are the same series") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule SidesNeverMeet = new("sides-never-meet", Error, "two sides of an operator with different labels") { Effect = QueryEffect.Empty };
    internal static readonly LintRule SidesMayMiss = new("sides-may-miss", Note, "two metrics side by side, where a series of one alone is lost") { Effect = QueryEffect.Condition };
    internal static readonly LintRule WrongShare = new("wrong-share", Error, "a share of a counter that does not contain the part") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule RateIsNoShare = new("rate-is-no-share", Note, "failures per second under a title that promises a rate of failure") { Effect = QueryEffect.Condition };
    internal static readonly LintRule ShortRange = new("short-range", Warning, "a range shorter than four scrape intervals") { Effect = QueryEffect.Condition };
    internal static readonly LintRule RangeNeedsInterval = new("range-needs-interval", Note, "a range that holds with this scrape interval, but not with Prometheus's default of a minute") { Effect = QueryEffect.Condition };
    internal static readonly LintRule CountOfComparison = new("count-of-comparison", Warning, "a count of a comparison, which is empty instead of 0") { Effect = QueryEffect.Condition };
    internal static readonly LintRule TitleLabel = new("title-label", Warning, "a title that promises a label which the result does not have") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule LegendLabel = new("legend-label", Warning, "a legend that names a label which the result does not have");
    internal static readonly LintRule ThresholdBeyondBuckets = new("threshold-beyond-buckets", Error, "a threshold that no quantile can pass, because the last bucket ends before it") { Effect = QueryEffect.Empty };
    internal static readonly LintRule ThresholdUnit = new("threshold-unit", Warning, "a threshold in another unit than what it is compared to") { Effect = QueryEffect.Misleads };
    internal static readonly LintRule PanelUnit = new("panel-unit", Warning, "a panel that shows values in another unit than theirs") { Effect = QueryEffect.Misleads };

    // Rules and dashboards.
    internal static readonly LintRule CatalogForm = new("catalog-form", Error, "a catalog that has a mistake, so that no files can be made of it") { CannotDeviate = true };
    internal static readonly LintRule AlertFor = new("alert-for", Warning, "an alert that fires at the first look");
    internal static readonly LintRule AlertSeverity = new("alert-severity", Warning, "an alert without the label severity");
    internal static readonly LintRule AlertSummary = new("alert-summary", Warning, "an alert without a summary");
    internal static readonly LintRule AlertDescription = new("alert-description", Warning, "an alert without a description");
    internal static readonly LintRule AlertRunbook = new("alert-runbook", Warning, "an alert without a runbook");
    internal static readonly LintRule AlertMissingSeries = new("alert-missing-series", Warning, "an alert on series that do not exist from the start") { Effect = QueryEffect.Condition };
    internal static readonly LintRule AlertOnEach = new("alert-on-each", Note, "an alert that compares the rate of each series apart") { Effect = QueryEffect.Condition };
    internal static readonly LintRule TemplateLabel = new("template-label", Error, "an annotation that reads a label which the alert does not have");
    internal static readonly LintRule TemplateUnit = new("template-unit", Warning, "a function of annotations for another unit than the value's");
    internal static readonly LintRule RecordingName = new("recording-name", Warning, "a recorded series whose name is not level:metric:operations");
    internal static readonly LintRule UndefinedVariable = new("undefined-variable", Error, "a variable that the dashboard does not define") { Effect = QueryEffect.Empty };

    internal static readonly LintRule DocumentedVerdict = new("documented-verdict", Warning, "a documented query of which the catalog says something else than the linter");

    // The file of known deviations.
    internal static readonly LintRule DeviationsForm = new("deviations-form", Error, "the file of known deviations cannot be read") { CannotDeviate = true };
    internal static readonly LintRule DeviationUnused = new("deviation-unused", Note, "a known deviation that is none any more") { CannotDeviate = true };

    /// <summary>All rules, by id.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
    [
        .. typeof(LintRules).GetFields(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Select(field => field.GetValue(null)).OfType<LintRule>().OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];
}
