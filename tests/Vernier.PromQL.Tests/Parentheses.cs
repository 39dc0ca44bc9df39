using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

/// <summary>Removes parentheses from a tree, to compare the meaning.</summary>
internal static class Parentheses
{
    public static int Count(Expression expression) => expression.Descendants().OfType<ParenthesizedExpression>().Count();

    public static Expression Strip(Expression expression) => expression switch
    {
        ParenthesizedExpression parenthesized => Strip(parenthesized.Inner),
        UnaryExpression unary => unary with { Operand = Strip(unary.Operand) },
        BinaryExpression binary => binary with { Left = Strip(binary.Left), Right = Strip(binary.Right) },
        AggregateExpression aggregate => aggregate with { Operand = Strip(aggregate.Operand), Parameter = aggregate.Parameter is { } parameter ? Strip(parameter) : null },
        FunctionCall call => call with { Arguments = [.. call.Arguments.Select(Strip)] },
        SubqueryExpression subquery => subquery with { Operand = Strip(subquery.Operand) },
        _ => expression,
    };
}
