using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>Questions that several rules ask about expressions.</summary>
internal static class ExpressionExtensions
{
    /// <summary>Returns the expression without enclosing parentheses.</summary>
    public static Expression WithoutParentheses(this Expression expression)
    {
        while (expression is ParenthesizedExpression parenthesized)
            expression = parenthesized.Inner;
        return expression;
    }

    /// <summary>Returns the metric that a selector names, before or inside the braces; null if it names none or uses a regex.</summary>
    public static string? MetricName(this VectorSelector selector) =>
        selector.Name ?? selector.Matchers.FirstOrDefault(matcher => matcher is { Name: "__name__", Operator: MatchOperator.Equal })?.Value;

    public static IEnumerable<VectorSelector> Selectors(this Expression expression) => expression.Descendants().OfType<VectorSelector>();

    /// <summary>Returns the metrics that an expression reads, with range and offset.</summary>
    public static IEnumerable<(string? Metric, PromQLDuration? Range, PromQLDuration? Offset)> Reads(this Expression expression) => expression switch
    {
        MatrixSelector matrix => [(matrix.Selector.MetricName(), matrix.Range, matrix.Selector.Offset)],
        VectorSelector selector => [(selector.MetricName(), null, selector.Offset)],
        _ => expression.Children.SelectMany(Reads),
    };

    /// <summary>Whether the expression is a call of one of the functions.</summary>
    public static bool IsCallOf(this Expression expression, params ReadOnlySpan<string> functions) =>
        expression is FunctionCall call && functions.Contains(call.Function.Name);

    /// <summary>Returns the value of an expression that consists of numbers only; otherwise null.</summary>
    public static double? ConstantValue(this Expression expression) => expression.WithoutParentheses() switch
    {
        NumberLiteral number => number.Value,
        UnaryExpression { Operator: UnaryOperator.Minus } unary => -unary.Operand.ConstantValue(),
        UnaryExpression unary => unary.Operand.ConstantValue(),
        BinaryExpression binary when binary.Left.ConstantValue() is { } left && binary.Right.ConstantValue() is { } right => binary.Operator switch
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
    /// Returns the parts of a comparison of a vector to a number, with the vector on the left: <c>5 &lt; x</c> becomes <c>x &gt; 5</c>. Null for any
    /// other expression.
    /// </summary>
    public static (Expression Vector, BinaryOperator Operator, double Threshold)? ThresholdComparison(this Expression expression)
    {
        if (expression is not BinaryExpression binary || !binary.Operator.IsComparison())
            return null;
        if (binary.Right.ConstantValue() is { } right)
            return (binary.Left, binary.Operator, right);
        return binary.Left.ConstantValue() is { } left ? (binary.Right, Mirrored(binary.Operator), left) : null;
    }

    private static BinaryOperator Mirrored(BinaryOperator comparison) => comparison switch
    {
        BinaryOperator.Less => BinaryOperator.Greater,
        BinaryOperator.LessOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperator.Greater => BinaryOperator.Less,
        BinaryOperator.GreaterOrEqual => BinaryOperator.LessOrEqual,
        _ => comparison,
    };
}
