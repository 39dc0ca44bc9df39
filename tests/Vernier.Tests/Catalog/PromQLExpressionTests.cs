using Vernier.Catalog;

namespace Vernier.Tests.Catalog;

public class PromQLExpressionTests
{
    private static readonly CounterDefinition<ErrorLabels> Errors = new("app_errors_total", "Errors.");

    private static readonly HistogramDefinition Duration = new("app_duration_seconds", "Durations.");

    private static readonly SummaryDefinition Size = new("app_size_bytes", "Sizes.");

    [Fact]
    public void ToString_MetricsAndLabels_ReturnsTheNames()
    {
        PromQLExpression query = $"sum by ({Errors.Label(nameof(ErrorLabels.Type))}, {Errors.Label(nameof(ErrorLabels.Handler))}) (rate({Errors}[5m]))";
        query.ToString().ShouldBe("sum by (error_type, handler) (rate(app_errors_total[5m]))");
    }

    [Fact]
    public void ToString_SeriesOfHistogramAndSummary_ReturnsTheSuffixes()
    {
        PromQLExpression query = $"{Duration:bucket} {Duration:sum} {Duration:count} {Size:sum} {Size:count} {Size}";
        query.ToString().ShouldBe(
            "app_duration_seconds_bucket app_duration_seconds_sum app_duration_seconds_count app_size_bytes_sum app_size_bytes_count app_size_bytes");
    }

    [Fact]
    public void ToString_TextAndBraces_ReturnsThemUnchanged()
    {
        var window = "[1m]";
        PromQLExpression query = $"rate({Errors}{{{Errors.Label("handler")}=\"a\"}}{window})";
        query.ToString().ShouldBe("rate(app_errors_total{handler=\"a\"}[1m])");
    }

    [Fact]
    public void Metrics_SeveralUses_ContainsEachOnceInOrder()
    {
        PromQLExpression query = $"{Duration:sum} / {Duration:count} > {Errors} + {Duration:sum}";
        query.Metrics.ShouldBe([Duration, Errors]);
    }

    [Fact]
    public void Metrics_NestedExpressionsAndRules_ContainsTheirMetrics()
    {
        var rule = new RecordingRuleDefinition("job:app_errors:rate5m", $"sum by (job) (rate({Errors}[5m]))");
        PromQLExpression calls = $"rate({Duration:count}[5m])";

        PromQLExpression query = $"{rule} / ({calls})";

        query.ToString().ShouldBe("job:app_errors:rate5m / (rate(app_duration_seconds_count[5m]))");
        query.Metrics.ShouldBe([Errors, Duration]);
    }

    [Fact]
    public void AppendFormatted_SeriesThatTheTypeLacks_Throws()
    {
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Errors:bucket}"; }).Message.ShouldContain("app_errors_total is a Counter");
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Size:bucket}"; }).Message.ShouldContain("app_size_bytes is a Summary");
        Should.Throw<MetricDefinitionException>(() => { PromQLExpression query = $"{Duration:buckets}"; }).Message.ShouldContain("no series 'buckets'");
    }

    [Fact]
    public void Segments_EveryKindOfHole_KeepsTheDefinition()
    {
        var rule = new RecordingRuleDefinition("job:app_errors:rate5m", $"sum by (job) (rate({Errors}[5m]))");
        PromQLExpression nested = $"{Errors} > 1";
        var text = " or vector(0)";

        PromQLExpression query = $"rate({Duration:count}[5m]) by {Errors.Label("handler")} {rule} {nested}{text}";

        query.Segments.ShouldBe(
        [
            new LiteralSegment("rate("), new MetricSegment(Duration, SeriesPart.Count), new LiteralSegment("[5m]) by "), new LabelSegment(Errors.Label("handler")), new LiteralSegment(" "),
            new RecordingRuleSegment(rule), new LiteralSegment(" "), new ExpressionSegment(nested), new LiteralSegment(text),
        ]);
        string.Concat(query.Segments.Select(segment => segment.Text)).ShouldBe(query.ToString());
    }

    [Fact]
    public void MetricAt_EveryOffset_ReturnsTheMetricThatStartsThere()
    {
        PromQLExpression nested = $"sum({Errors})";
        PromQLExpression query = $"{nested} / {Duration:sum} + app_errors_total";

        var found = Enumerable.Range(0, query.ToString().Length + 1).Where(offset => query.MetricAt(offset) is not null).ToDictionary(offset => offset, query.MetricAt);

        found.ShouldBe(new Dictionary<int, MetricSegment?> { [4] = new(Errors, SeriesPart.Value), [24] = new(Duration, SeriesPart.Sum) });
    }

    private readonly record struct ErrorLabels([property: Label("error_type")] string Type, string Handler);
}
