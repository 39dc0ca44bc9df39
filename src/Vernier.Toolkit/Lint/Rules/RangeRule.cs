using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Ranges too short to hold enough samples: a rate needs two, and after a failed scrape four intervals hold them still.</summary>
internal sealed class RangeRule : IQueryRule
{
    private const int Intervals = 4;

    private static readonly TimeSpan PrometheusDefault = TimeSpan.FromMinutes(1);

    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var matrix in query.All.OfType<MatrixSelector>().Where(matrix => matrix.Range.Variable is null))
        {
            var interval = query.Series(matrix.Selector)?.Metric.ScrapeInterval ?? query.Options.ScrapeInterval;
            if (matrix.Range.Value < interval * Intervals)
            {
                yield return new(LintRules.ShortRange, matrix, $"{matrix.Range} hold {Math.Floor(matrix.Range.Value / interval)} samples at one in {PrometheusDuration.Format(interval)}, "
                    + "and one less when a scrape fails; a rate needs two.", $"Use {PrometheusDuration.Format(interval * Intervals)} or more.");
            }
            else if (matrix.Range.Value < PrometheusDefault * Intervals)
            {
                yield return new(LintRules.RangeNeedsInterval, matrix, $"{matrix.Range} suffice for a scrape interval of {PrometheusDuration.Format(interval)}; "
                    + "at Prometheus's default of a minute there may be nothing.", "Scrape as often as the query expects, or use 5m.");
            }
        }
    }
}
