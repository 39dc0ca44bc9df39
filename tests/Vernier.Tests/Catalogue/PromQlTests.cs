using Vernier.Catalogue;
using Vernier.Definitions;

namespace Vernier.Tests.Catalogue;

public class PromQlTests
{
    private static readonly CounterDefinition<ErrorLabels> Errors = new("app_errors_total", "Errors.");

    private static readonly HistogramDefinition Duration = new("app_duration_seconds", "Durations.");

    private static readonly SummaryDefinition Size = new("app_size_bytes", "Sizes.");

    [Fact]
    public void Interpolation_MetricsAndLabels_AreWrittenByName()
    {
        PromQl query = $"sum by ({Errors.Label(nameof(ErrorLabels.Type))}, {Errors.Label(nameof(ErrorLabels.Handler))}) (rate({Errors}[5m]))";
        query.ToString().ShouldBe("sum by (error_type, handler) (rate(app_errors_total[5m]))");
    }

    [Fact]
    public void Interpolation_SeriesOfHistogramAndSummary_AreWrittenBySuffix()
    {
        PromQl query = $"{Duration:bucket} {Duration:sum} {Duration:count} {Size:sum} {Size:count} {Size}";
        query.ToString().ShouldBe(
            "app_duration_seconds_bucket app_duration_seconds_sum app_duration_seconds_count app_size_bytes_sum app_size_bytes_count app_size_bytes");
    }

    [Fact]
    public void Interpolation_TextAndBraces_AreWrittenAsTheyAre()
    {
        string window = "[1m]";
        PromQl query = $"rate({Errors}{{{Errors.Label("handler")}=\"a\"}}{window})";
        query.ToString().ShouldBe("rate(app_errors_total{handler=\"a\"}[1m])");
    }

    [Fact]
    public void Metrics_SeveralUses_AreThereOnceInOrder()
    {
        PromQl query = $"{Duration:sum} / {Duration:count} > {Errors} + {Duration:sum}";
        query.Metrics.ShouldBe([Duration, Errors]);
    }

    [Fact]
    public void Interpolation_ExpressionsAndRules_BringTheirMetrics()
    {
        var rule = new RecordingRuleDefinition("job:app_errors:rate5m", $"sum by (job) (rate({Errors}[5m]))");
        PromQl calls = $"rate({Duration:count}[5m])";

        PromQl query = $"{rule} / ({calls})";

        query.ToString().ShouldBe("job:app_errors:rate5m / (rate(app_duration_seconds_count[5m]))");
        query.Metrics.ShouldBe([Errors, Duration]);
    }

    [Fact]
    public void Interpolation_SeriesThatTheTypeHasNot_Throws()
    {
        Should.Throw<MetricDefinitionException>(() => { PromQl query = $"{Errors:bucket}"; }).Message.ShouldContain("app_errors_total is a Counter");
        Should.Throw<MetricDefinitionException>(() => { PromQl query = $"{Size:bucket}"; }).Message.ShouldContain("app_size_bytes is a Summary");
        Should.Throw<MetricDefinitionException>(() => { PromQl query = $"{Duration:buckets}"; }).Message.ShouldContain("no series 'buckets'");
    }

    private readonly record struct ErrorLabels([property: Label("error_type")] string Type, string Handler);
}
