using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Names that no series has.</summary>
internal sealed class MetricNameRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (selector.MetricName() is not { } name)
                continue;
            var series = query.Metrics.Find(name);
            if (series is { Part: null, Metric.Type: Vernier.MetricType.Histogram })
            {
                yield return new(LintRules.HistogramName, selector, $"{name} is a histogram; no series has that name, so nothing is found.",
                    $"Read {name}_bucket with rate, as in histogram_quantile(0.95, sum by (le) (rate({name}_bucket[5m]))), or {name}_sum and {name}_count.");
            }
            else if (series is { Part: null })
            {
                yield return new(LintRules.OtherShape, selector, $"{name} is a summary without quantiles; no series has that name, so nothing is found.",
                    $"Read {name}_sum and {name}_count.");
            }
            else if (series is null)
            {
                yield return query.Metrics.OtherShapeOf(name) is { } other ? OfOtherShape(selector, name, other) : Unknown(query, selector, name);
            }
        }
    }

    private static Remark OfOtherShape(VectorSelector selector, string name, KnownMetric other)
    {
        var type = other.Type?.ToString().ToLowerInvariant() ?? "metric of no known type";
        return new(LintRules.OtherShape, selector, $"There is no series {name}; there is the {type} {other.Name}.",
            $"Write the query for {other.Name}, or expose the metric as the query expects it.");
    }

    private static Remark Unknown(Query query, VectorSelector selector, string name) =>
        new(LintRules.UnknownMetric, selector, $"There is no metric {name}.",
            query.Metrics.Nearest(name) is { } near ? $"Is {near} meant?" : "Correct the name, or name the endpoint that exposes it.");
}
