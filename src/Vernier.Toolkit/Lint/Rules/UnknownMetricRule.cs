using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports names that no series has.</summary>
internal sealed class UnknownMetricRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (selector.MetricName() is not { } name)
                continue;
            var series = query.Metrics.Find(name);
            if (series is { Part: null, Metric.Type: Vernier.MetricType.Histogram })
            {
                yield return new(LintRules.HistogramWithoutSuffix, selector, $"{name} is a histogram; no series has this name.",
                    $"Use {name}_bucket, as in histogram_quantile(0.95, sum by (le) (rate({name}_bucket[5m]))), or {name}_sum and {name}_count.");
            }
            else if (series is { Part: null })
            {
                yield return new(LintRules.MetricMismatch, selector, $"{name} is a summary without quantiles; no series has this name.", $"Use {name}_sum and {name}_count.");
            }
            else if (series is null)
            {
                yield return query.Metrics.FindVariant(name) is { } variant ? Mismatch(selector, name, variant) : Unknown(query, selector, name);
            }
        }
    }

    private static QueryFinding Mismatch(VectorSelector selector, string name, KnownMetric variant)
    {
        var type = variant.Type?.ToString().ToLowerInvariant() ?? "metric of unknown type";
        return new(LintRules.MetricMismatch, selector, $"Series {name} does not exist; the {type} {variant.Name} does.",
            $"Query {variant.Name}, or expose the metric as {name}.");
    }

    private static QueryFinding Unknown(Query query, VectorSelector selector, string name) =>
        new(LintRules.UnknownMetric, selector, $"Metric {name} does not exist.", query.Metrics.Suggest(name) is { } similar ? $"Did you mean {similar}?" : null);
}
