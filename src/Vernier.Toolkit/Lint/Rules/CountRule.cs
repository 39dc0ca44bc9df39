using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>
/// Counts of what fulfils a condition: where nothing does, there is nothing to count, and the result is empty instead of 0. An alert that fires
/// when the count is high is right all the same: none is not many.
/// </summary>
internal sealed class CountRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var count in query.All.OfType<AggregateExpression>().Where(aggregation => aggregation.Operator is AggregateOperator.Count))
        {
            if (count.Operand.Bare() is BinaryExpression { Bool: false } binary && binary.Operator.IsComparison() && !query.Around(count).Any(IsOr)
                && !(query.Subject.Use is QueryUse.Alert && FiresOnMany(query, count)))
            {
                yield return new(LintRules.CountOfComparison, count, "Where no series fulfils the condition the result is empty, not 0.",
                    $"Use sum({binary.Left} {binary.Operator.Text()} bool {binary.Right}), or add or vector(0).");
            }
        }
    }

    private static bool IsOr(Expression around) => around is BinaryExpression { Operator: BinaryOperator.Or };

    /// <summary>Whether the comparison that it ends in holds for high counts and not for low ones, as with <c>count(up == 0) / count(up) &gt; 0.1</c>.</summary>
    private static bool FiresOnMany(Query query, Expression count)
    {
        var inner = count;
        foreach (var around in query.Around(count))
        {
            var isLeft = around is BinaryExpression { Left: var left } && ReferenceEquals(left, inner);
            switch (around)
            {
                case ParenthesizedExpression:
                case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Multiply }:
                case BinaryExpression { Operator: BinaryOperator.Subtract or BinaryOperator.Divide } when isLeft:
                    inner = around;
                    break;
                case BinaryExpression { Operator: BinaryOperator.Greater or BinaryOperator.GreaterOrEqual }:
                    return isLeft;
                case BinaryExpression { Operator: BinaryOperator.Less or BinaryOperator.LessOrEqual }:
                    return !isLeft;
                default:
                    return false;
            }
        }

        return false;
    }
}
