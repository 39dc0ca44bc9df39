using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Alerts on series that are not there when the first thing goes wrong, or of which each is looked at apart.</summary>
internal sealed class AlertSeriesRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query) => query.IsCondition ? Missing(query).Concat(Each(query)) : [];

    private static IEnumerable<Remark> Missing(Query query)
    {
        foreach (var matrix in query.All.OfType<MatrixSelector>())
        {
            // A quantile is of many events, and the first one does not matter.
            if (query.Subject.Use is QueryUse.Alert && query.Parent(matrix) is { } call && call.IsCallOf(RateRule.OfCounters) && query.Series(matrix.Selector) is { Metric.FromStart: false, Part: not SeriesPart.Bucket } series)
            {
                yield return new(LintRules.AlertMissingSeries, call,
                    $"A series of {series.Metric.Name} appears with its first event, which {((FunctionCall)call).Function.Name} does not see: the alert misses it.",
                    "Make the series that are known in advance exist at 0 from the start.");
            }
        }
    }

    private static IEnumerable<Remark> Each(Query query)
    {
        foreach (var expression in query.All)
        {
            if (expression.Comparison() is { Vector: var vector } && vector.Bare() is FunctionCall call && call.IsCallOf("rate", "irate") && query.Labels.Of(call) is { } labels
                && labels.Except(query.Metrics.TargetLabels).Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } own)
            {
                yield return new(LintRules.AlertOnEach, expression,
                    $"Each combination of {string.Join(", ", own)} is compared apart, and in events per second, whatever the traffic.",
                    "Sum by what the alert is about, and divide by the traffic where a share is meant.");
            }
        }
    }
}
