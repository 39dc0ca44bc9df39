using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>What rules ask of expressions.</summary>
internal static class ExpressionReading
{
    /// <summary>The expression without the parentheses around it.</summary>
    public static Expression Bare(this Expression expression)
    {
        while (expression is ParenthesizedExpression parenthesized)
            expression = parenthesized.Inner;
        return expression;
    }

    /// <summary>The metric that a selector names, before the braces or in them; null for none or a pattern.</summary>
    public static string? MetricName(this VectorSelector selector) =>
        selector.Name ?? selector.Matchers.FirstOrDefault(matcher => matcher is { Name: "__name__", Operator: MatchOperator.Equal })?.Value;

    public static IEnumerable<VectorSelector> Selectors(this Expression expression) => expression.Descendants().OfType<VectorSelector>();

    /// <summary>The metrics that an expression reads, and over which time.</summary>
    public static IEnumerable<(string? Metric, PromQLDuration? Range, PromQLDuration? Offset)> Reads(this Expression expression) => expression switch
    {
        MatrixSelector matrix => [(matrix.Selector.MetricName(), matrix.Range, matrix.Selector.Offset)],
        VectorSelector selector => [(selector.MetricName(), null, selector.Offset)],
        _ => expression.Children.SelectMany(Reads),
    };

    /// <summary>Whether the expression is a call of one of these functions.</summary>
    public static bool IsCallOf(this Expression expression, params ReadOnlySpan<string> functions) =>
        expression is FunctionCall call && functions.Contains(call.Function.Name);

    /// <summary>The value of an expression of numbers alone; null when there is anything else in it.</summary>
    public static double? Constant(this Expression expression) => expression.Bare() switch
    {
        NumberLiteral number => number.Value,
        UnaryExpression { Operator: UnaryOperator.Minus } unary => -unary.Operand.Constant(),
        UnaryExpression unary => unary.Operand.Constant(),
        BinaryExpression binary when binary.Left.Constant() is { } left && binary.Right.Constant() is { } right => binary.Operator switch
        {
            BinaryOperator.Add => left + right,
            BinaryOperator.Subtract => left - right,
            BinaryOperator.Multiply => left * right,
            BinaryOperator.Divide => left / right,
            _ => null,
        },
        _ => null,
    };

    /// <summary>
    /// A vector that is compared to a number, turned so that the vector stands on the left: <c>5 &lt; x</c> is <c>x &gt; 5</c>. Null when it is none.
    /// </summary>
    public static (Expression Vector, BinaryOperator Operator, double Limit)? Comparison(this Expression expression)
    {
        if (expression is not BinaryExpression binary || !binary.Operator.IsComparison())
            return null;
        if (binary.Right.Constant() is { } right)
            return (binary.Left, binary.Operator, right);
        return binary.Left.Constant() is { } left ? (binary.Right, Turned(binary.Operator), left) : null;
    }

    private static BinaryOperator Turned(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => comparison,
    };
}
