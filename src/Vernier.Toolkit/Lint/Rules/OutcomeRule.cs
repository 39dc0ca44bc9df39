using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Shares of counters of which one does not contain the other.</summary>
internal sealed class OutcomeRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var binary in query.All.OfType<BinaryExpression>().Where(binary => binary.Operator is BinaryOperator.Subtract or BinaryOperator.Divide))
        {
            var part = Only(query, binary.Operator is BinaryOperator.Subtract ? binary.Right : binary.Left);
            var whole = Only(query, binary.Operator is BinaryOperator.Subtract ? binary.Left : binary.Right);
            var isWrong = (part?.Counts, whole?.Counts) is (CountedOutcomes.Failures, CountedOutcomes.Successes) or (CountedOutcomes.Successes, CountedOutcomes.Failures)
                or (CountedOutcomes.Attempts, CountedOutcomes.Successes or CountedOutcomes.Failures);
            if (isWrong)
            {
                yield return new(LintRules.WrongShare, binary,
                    $"{whole!.Name} counts {Words(whole)} only, {part!.Name} {Words(part)}, which are not among them: the result is no share, and can be negative or above 1.",
                    "Divide by the attempts, or by the sum of successes and failures.");
            }
        }
    }

    /// <summary>The metric, when the expression reads just one.</summary>
    private static KnownMetric? Only(Query query, Expression side) =>
        side.Selectors().Select(query.Series).Select(series => series?.Metric).Distinct().ToArray() is [var only] ? only : null;

    private static string Words(KnownMetric metric) => metric.Counts.ToString()!.ToLowerInvariant();
}
