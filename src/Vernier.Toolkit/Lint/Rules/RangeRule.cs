using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports ranges that are too short. A rate needs two samples; four scrape intervals contain two even if a scrape fails.</summary>
internal sealed class RangeRule : IQueryRule
{
    private const int MinIntervals = 4;

    private static readonly TimeSpan DefaultScrapeInterval = TimeSpan.FromMinutes(1);

    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var matrix in query.All.OfType<MatrixSelector>().Where(matrix => matrix.Range.Variable is null))
        {
            var interval = query.Series(matrix.Selector)?.Metric.ScrapeInterval ?? query.Options.ScrapeInterval;
            if (matrix.Range.Value < interval * MinIntervals)
            {
                yield return new(LintRules.ShortRange, matrix,
                    $"Range {matrix.Range} contains {Math.Floor(matrix.Range.Value / interval)} samples at a scrape interval of {PrometheusDuration.Format(interval)}, "
                    + "fewer if a scrape fails; a rate needs two.", $"Use at least {PrometheusDuration.Format(interval * MinIntervals)}.");
            }
            else if (matrix.Range.Value < DefaultScrapeInterval * MinIntervals)
            {
                yield return new(LintRules.RangeAssumesInterval, matrix,
                    $"Range {matrix.Range} is sufficient at a scrape interval of {PrometheusDuration.Format(interval)}, but can be empty at the default interval of 1m.");
            }
        }
    }
}
