using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Quantiles of histograms and summaries.</summary>
internal sealed class QuantileRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query) => query.All.SelectMany(expression => expression switch
    {
        FunctionCall call when call.IsCallOf("histogram_quantile") => OfHistogram(query, call),
        AggregateExpression { Operator: AggregateOperator.Avg or AggregateOperator.Sum } aggregation => OfSummary(query, aggregation),
        _ => [],
    });

    private static IEnumerable<Remark> OfHistogram(Query query, FunctionCall call)
    {
        var buckets = call.Arguments[1];
        // The bare name of a histogram has a rule of its own, and says all that there is to say.
        KnownSeries?[] series = [.. buckets.Selectors().Select(query.Series)];
        if (series.Any(s => s is { Part: null }))
            yield break;

        if (query.Labels.Of(buckets) is { } labels && !labels.Contains("le"))
        {
            yield return new(LintRules.QuantileWithoutLe, call, "histogram_quantile needs the label le, which tells the buckets apart, and finds nothing without it.",
                "Keep le, as in sum by (le) (rate(x_bucket[5m])).");
            yield break;
        }
        if (series.Any(s => s is { Part: SeriesPart.Bucket }) && !buckets.Descendants().Any(inner => inner.IsCallOf("rate", "irate", "increase")))
        {
            yield return new(LintRules.QuantileWithoutRate, call, "The bare buckets hold all that was observed since the process started, so the quantile hardly moves.",
                "Put rate(…[5m]) around the buckets.");
        }
        if (!buckets.Descendants().Any(inner => inner is AggregateExpression) && series.Any(s => s is { Part: SeriesPart.Bucket }))
        {
            yield return new(LintRules.QuantileOfEach, call, "This is one quantile for each series, of each instance apart; they cannot be put together afterwards.",
                "Aggregate the buckets first, as in sum by (le) (rate(x_bucket[5m])), unless just that is meant.");
        }
    }

    private static IEnumerable<Remark> OfSummary(Query query, AggregateExpression aggregation)
    {
        if (aggregation.Operand.Bare() is VectorSelector selector && query.Series(selector) is { Part: SeriesPart.Value, Metric.Type: Vernier.MetricType.Summary })
        {
            yield return new(LintRules.QuantileAggregated, aggregation, $"The {aggregation.Operator.Text()} of quantiles is no quantile of anything.",
                $"Show each series, or the mean: sum(rate({selector.MetricName()}_sum[5m])) / sum(rate({selector.MetricName()}_count[5m])).");
        }
        if (aggregation.Operator is AggregateOperator.Avg && aggregation.Operand.Bare() is BinaryExpression { Operator: BinaryOperator.Divide } quotient
            && quotient.Right.Selectors().Any(divisor => query.Series(divisor) is { IsCounter: true }))
        {
            yield return new(LintRules.MeanOfMeans, aggregation, "An average of quotients gives a series with one event the weight of one with a million; one without any makes it NaN.",
                "Divide the sums: sum(…) / sum(…).");
        }
        else if (aggregation.Operand.Bare().IsCallOf("histogram_quantile"))
        {
            yield return new(LintRules.QuantileAggregated, aggregation, $"The {aggregation.Operator.Text()} of quantiles is no quantile of anything.",
                "Aggregate the buckets first, as in histogram_quantile(0.95, sum by (le) (rate(x_bucket[5m]))).");
        }
    }
}
