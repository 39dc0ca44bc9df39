using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.PromQL.Language;
using Vernier.Toolkit.PromQL.Syntax;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Counts of what fulfils a condition: where nothing does, there is nothing to count, and the result is empty instead of 0.</summary>
internal sealed class CountRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        foreach (AggregateExpression count in query.All.OfType<AggregateExpression>().Where(aggregation => aggregation.Operator is AggregateOperator.Count))
        {
            if (count.Operand.Bare() is BinaryExpression { Bool: false } binary && binary.Operator.IsComparison() && !query.Around(count).Any(IsOr))
            {
                yield return new(LintRules.CountOfComparison, count, "Where no series fulfils the condition the result is empty, not 0.",
                    $"Use sum({binary.Left} {binary.Operator.Text()} bool {binary.Right}), or add or vector(0).");
            }
        }
    }

    private static bool IsOr(Expression around) => around is BinaryExpression { Operator: BinaryOperator.Or };
}
