using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Metrics that nobody looks at. Where there is no query at all, that is no question.</summary>
internal static class UsageRule
{
    // A name in an expression is a word of it, also in those that cannot be read.
    private static readonly char[] Between = [.. Enumerable.Range(0, 128).Select(code => (char)code).Where(c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or ':'))];

    private static readonly string[] Parts = ["", MetricSeries.BucketSuffix, MetricSeries.SumSuffix, MetricSeries.CountSuffix];

    public static IEnumerable<LintFinding> Check(IReadOnlyList<KnownMetric> metrics, IReadOnlyList<QuerySubject> queries)
    {
        if (queries.Count == 0)
            return [];
        var words = queries.SelectMany(query => query.Text.Split(Between, StringSplitOptions.RemoveEmptyEntries)).ToHashSet();
        return metrics.Where(metric => !Parts.Any(part => words.Contains(metric.Name + part)))
            .Select(metric => new LintFinding(LintRules.MetricUnused, metric.Place, $"No panel and no alert reads {metric.Name}.", "Show it, warn of it, or do not record it."));
    }
}
