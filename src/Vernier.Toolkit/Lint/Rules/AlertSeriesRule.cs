using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports alerts on series that do not exist before the first event, and alerts that compare each series separately.</summary>
internal sealed class AlertSeriesRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.IsCondition ? MissingSeries(query).Concat(PerSeries(query)) : [];

    private static IEnumerable<QueryFinding> MissingSeries(Query query)
    {
        foreach (var matrix in query.All.OfType<MatrixSelector>())
        {
            // Buckets are exempt: a quantile covers many events, so missing the first one has little effect.
            if (query.Source.Kind is QueryKind.Alert && query.Parent(matrix) is { } call && call.IsCallOf(RateRule.CounterFunctions)
                && query.Series(matrix.Selector) is { Metric.FromStart: false, Part: not SeriesPart.Bucket } series)
            {
                yield return new(LintRules.AlertMissingSeries, call,
                    $"{series.Metric.Name} has no series before the first event, and {((FunctionCall)call).Function.Name} ignores the first sample of a series: the alert misses the first event.");
            }
        }
    }

    private static IEnumerable<QueryFinding> PerSeries(Query query)
    {
        foreach (var expression in query.All)
        {
            if (expression.ThresholdComparison() is { Vector: var vector } && vector.WithoutParentheses() is FunctionCall call && call.IsCallOf("rate", "irate")
                && query.Labels.Of(call) is { } labels && labels.Except(query.Metrics.TargetLabels).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } own)
            {
                yield return new(LintRules.AlertPerSeries, expression,
                    $"Each combination of {string.Join(", ", own)} is compared separately, in events per second regardless of the traffic.");
            }
        }
    }
}
