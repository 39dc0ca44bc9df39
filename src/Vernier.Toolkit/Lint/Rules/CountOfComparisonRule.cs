using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>
/// Reports counts of a comparison: if no series passes the comparison, the result is empty instead of 0. Alerts that fire on a high count are exempt,
/// because an empty result does not fire either.
/// </summary>
internal sealed class CountOfComparisonRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var count in query.All.OfType<AggregateExpression>().Where(aggregation => aggregation.Operator is AggregateOperator.Count))
        {
            if (count.Operand.WithoutParentheses() is BinaryExpression { Bool: false } binary && binary.Operator.IsComparison() && !query.Ancestors(count).Any(IsOr)
                && !(query.Source.Kind is QueryKind.Alert && FiresOnHighCount(query, count)))
            {
                yield return new(LintRules.CountOfComparison, count, "If no series matches the comparison, the result is empty, not 0.",
                    $"Use sum({binary.Left} {binary.Operator.Text()} bool {binary.Right}), or append or vector(0).");
            }
        }
    }

    private static bool IsOr(Expression ancestor) => ancestor is BinaryExpression { Operator: BinaryOperator.Or };

    /// <summary>Whether the enclosing comparison is true for high counts only, as in <c>count(up == 0) / count(up) &gt; 0.1</c>.</summary>
    private static bool FiresOnHighCount(Query query, Expression count)
    {
        var inner = count;
        foreach (var ancestor in query.Ancestors(count))
        {
            var isLeft = ancestor is BinaryExpression { Left: var left } && ReferenceEquals(left, inner);
            switch (ancestor)
            {
                case ParenthesizedExpression:
                case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Multiply }:
                case BinaryExpression { Operator: BinaryOperator.Subtract or BinaryOperator.Divide } when isLeft:
                    inner = ancestor;
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
