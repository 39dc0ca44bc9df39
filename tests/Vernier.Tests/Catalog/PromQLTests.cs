using Vernier.Catalog;

namespace Vernier.Tests.Catalog;

public class PromQLTests
{
    private static readonly CounterDefinition<ErrorLabels> Errors = new("app_errors_total", "Errors.");

    private static readonly HistogramDefinition Duration = new("app_duration_seconds", "Durations.");

    private static readonly SummaryDefinition Size = new("app_size_bytes", "Sizes.");

    [Fact]
    public void Interpolation_MetricsAndLabels_AreWrittenByName()
    {
        PromQLExpression query = $"sum by ({Errors.Label(nameof(ErrorLabels.Type))}, {Errors.Label(nameof(ErrorLabels.Handler))}) (rate({Errors}[5m]))";
        query.ToString().ShouldBe("sum by (error_type, handler) (rate(app_errors_total[5m]))");
    }

    [Fact]
    public void Interpolation_SeriesOfHistogramAndSummary_AreWrittenBySuffix()
    {
        PromQLExpression query = $"{Duration:bucket} {Duration:sum} {Duration:count} {Size:sum} {Size:count} {Size}";
        query.ToString().ShouldBe(
            "app_duration_seconds_bucket app_duration_seconds_sum app_duration_seconds_count app_size_bytes_sum app_size_bytes_count app_size_bytes");
    }

    [Fact]
    public void Interpolation_TextAndBraces_AreWrittenAsTheyAre()
    {
        var window = "[1m]";
        PromQLExpression query = $"rate({Errors}{{{Errors.Label("handler")}=\"a\"}}{window})";
        query.ToString().ShouldBe("rate(app_errors_total{handler=\"a\"}[1m])");
    }

    [Fact]
    public void Metrics_SeveralUses_AreThereOnceInOrder()
    {
        PromQLExpression query = $"{Duration:sum} / {Duration:count} > {Errors} + {Duration:sum}";
        query.Metrics.ShouldBe([Duration, Errors]);
    }

    [Fact]
    public void Interpolation_ExpressionsAndRules_BringTheirMetrics()
    {
        var rule = new RecordingRuleDefinition("job:app_errors:rate5m", $"sum by (job) (rate({Errors}[5m]))");
        PromQLExpression calls = $"rate({Duration:count}[5m])";

        PromQLExpression query = $"{rule} / ({calls})";

        query.ToString().ShouldBe("job:app_errors:rate5m / (rate(app_duration_seconds_count[5m]))");
        query.Metrics.ShouldBe([Errors, Duration]);
    }

    [Fact]
    public void Interpolation_SeriesThatTheTypeHasNot_Throws()
    {
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Errors:bucket}"; }).Message.ShouldContain("app_errors_total is a Counter");
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Size:bucket}"; }).Message.ShouldContain("app_size_bytes is a Summary");
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Duration:buckets}"; }).Message.ShouldContain("no series 'buckets'");
    }

    private readonly record struct ErrorLabels([property: Label("error_type")] string Type, string Handler);
}
