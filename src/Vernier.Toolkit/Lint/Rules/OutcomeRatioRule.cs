using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports ratios and differences of counters of which one does not include the other, such as failures divided by successes.</summary>
internal sealed class OutcomeRatioRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var binary in query.All.OfType<BinaryExpression>().Where(binary => binary.Operator is BinaryOperator.Subtract or BinaryOperator.Divide))
        {
            var part = SingleMetric(query, binary.Operator is BinaryOperator.Subtract ? binary.Right : binary.Left);
            var whole = SingleMetric(query, binary.Operator is BinaryOperator.Subtract ? binary.Left : binary.Right);
            var isDisjoint = (part?.Counts, whole?.Counts) is (CountedOutcomes.Failures, CountedOutcomes.Successes) or (CountedOutcomes.Successes, CountedOutcomes.Failures)
                or (CountedOutcomes.Attempts, CountedOutcomes.Successes or CountedOutcomes.Failures);
            if (isDisjoint)
            {
                yield return new(LintRules.DisjointRatio, binary,
                    $"{whole!.Name} counts only {Outcome(whole)} and does not include the {Outcome(part!)} in {part!.Name}: the result can be negative or above 1.");
            }
        }
    }

    /// <summary>Returns the metric that an expression reads; null if it reads several or none.</summary>
    private static KnownMetric? SingleMetric(Query query, Expression side) =>
        side.Selectors().Select(query.Series).Select(series => series?.Metric).Distinct().ToArray() is [var only] ? only : null;

    private static string Outcome(KnownMetric metric) => metric.Counts.ToString()!.ToLowerInvariant();
}
