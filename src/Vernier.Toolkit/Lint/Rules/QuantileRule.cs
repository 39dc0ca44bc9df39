using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports wrong uses of quantiles of histograms and summaries.</summary>
internal sealed class QuantileRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.All.SelectMany(expression => expression switch
    {
        FunctionCall call when call.IsCallOf("histogram_quantile") => OfHistogram(query, call),
        AggregateExpression { Operator: AggregateOperator.Avg or AggregateOperator.Sum } aggregation => OfAggregation(query, aggregation),
        _ => [],
    });

    private static IEnumerable<QueryFinding> OfHistogram(Query query, FunctionCall call)
    {
        var buckets = call.Arguments[1];
        KnownSeries?[] series = [.. buckets.Selectors().Select(query.Series)];
        // Reported by histogram-without-suffix.
        if (series.Any(s => s is { Part: null }))
            yield break;

        if (query.Labels.Of(buckets) is { } labels && !labels.Contains(MetricSeries.BucketLabel))
        {
            yield return new(LintRules.QuantileWithoutLe, call, "histogram_quantile returns nothing, because its argument has no label le.");
            yield break;
        }
        if (series.Any(s => s is { Part: SeriesPart.Bucket }) && !buckets.Descendants().Any(inner => inner.IsCallOf("rate", "irate", "increase")))
            yield return new(LintRules.QuantileWithoutRate, call, "Without rate, buckets cover the time since the process started, so the quantile hardly changes.");
        if (!buckets.Descendants().Any(inner => inner is AggregateExpression) && series.Any(s => s is { Part: SeriesPart.Bucket }))
            yield return new(LintRules.QuantilePerSeries, call, "histogram_quantile returns one quantile per series and instance, and quantiles cannot be aggregated afterwards.");
    }

    private static IEnumerable<QueryFinding> OfAggregation(Query query, AggregateExpression aggregation)
    {
        var operand = aggregation.Operand.WithoutParentheses();
        var message = $"Quantiles cannot be aggregated by {aggregation.Operator.Text()}.";
        if (operand is VectorSelector selector && query.Series(selector) is { Part: SeriesPart.Value, Metric.Type: Vernier.MetricType.Summary })
        {
            yield return new(LintRules.QuantileAggregated, aggregation, message,
                $"Show each series, or the mean: sum(rate({selector.MetricName()}_sum[5m])) / sum(rate({selector.MetricName()}_count[5m])).");
        }
        if (operand.IsCallOf("histogram_quantile"))
            yield return new(LintRules.QuantileAggregated, aggregation, message);
        if (aggregation.Operator is AggregateOperator.Avg && operand is BinaryExpression { Operator: BinaryOperator.Divide } quotient
            && quotient.Right.Selectors().Any(divisor => query.Series(divisor) is { IsCounter: true }))
        {
            yield return new(LintRules.MeanOfMeans, aggregation,
                "An average of averages gives a series with one event the same weight as one with a million; a series without events makes the result NaN.");
        }
    }
}
