using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports metrics that no query reads. Skipped if the input has no queries.</summary>
internal static class UnusedMetricRule
{
    // Names are found as words of the text, so that expressions with syntax errors count too.
    private static readonly char[] Separators = [.. Enumerable.Range(0, 128).Select(code => (char)code).Where(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or ':'))];

    private static readonly string[] Suffixes = ["", MetricSeries.BucketSuffix, MetricSeries.SumSuffix, MetricSeries.CountSuffix];

    public static IEnumerable<LintFinding> Check(IReadOnlyList<KnownMetric> metrics, IReadOnlyList<QuerySource> queries)
    {
        if (queries.Count == 0)
            return [];
        var words = queries.SelectMany(query => query.Text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        return metrics.Where(metric => !Suffixes.Any(suffix => words.Contains(metric.Name + suffix)))
            .Select(metric => new LintFinding(LintRules.MetricUnused, metric.Location, $"No panel, alert or recording rule uses {metric.Name}.", LintRules.MetricUnused.Fix));
    }
}
