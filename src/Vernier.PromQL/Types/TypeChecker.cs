using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Types;

/// <summary>Rejects trees with wrong types, wrong numbers of arguments, or misplaced modifiers.</summary>
internal sealed class TypeChecker(string text)
{
    /// <summary>Checks the expression and all expressions below it, and returns its type.</summary>
    /// <exception cref="PromQLException">The expression is not valid.</exception>
    public ExpressionType Check(Expression expression)
    {
        switch (expression)
        {
            case VectorSelector selector:
                CheckSelector(selector);
                break;
            case MatrixSelector matrix:
                CheckSelector(matrix.Selector);
                break;
            case SubqueryExpression subquery:
                Require(subquery.Operand, ExpressionType.InstantVector, "before the brackets of a subquery");
                break;
            case ParenthesizedExpression parenthesized:
                return Check(parenthesized.Inner);
            case UnaryExpression unary:
                return RequireNumeric(unary.Operand, "after a unary sign");
            case BinaryExpression binary:
                return CheckBinary(binary);
            case AggregateExpression aggregate:
                CheckAggregate(aggregate);
                break;
            case FunctionCall call:
                CheckCall(call);
                break;
        }
        return expression.Type;
    }

    private void CheckSelector(VectorSelector selector)
    {
        if (selector.Name is not null && selector.Matchers.FirstOrDefault(matcher => matcher.Name == "__name__") is { } second)
            throw Failure(selector, $"duplicate metric name: {selector.Name} and {second}");
        if (selector.Name is null && selector.Matchers.All(matcher => matcher.MatchesEmpty))
            throw Failure(selector, "a selector needs a metric name or a matcher that does not match the empty string; otherwise it selects every series");
    }

    private ExpressionType CheckBinary(BinaryExpression binary)
    {
        var op = binary.Operator;
        var where = $"as an operand of {op.Text()}";
        var left = RequireNumeric(binary.Left, where);
        var right = RequireNumeric(binary.Right, where);
        var hasScalar = left is ExpressionType.Scalar || right is ExpressionType.Scalar;
        var isScalar = left is ExpressionType.Scalar && right is ExpressionType.Scalar;

        if (binary.Bool && !op.IsComparison())
            throw Failure(binary, $"bool is allowed only after a comparison, not after {op.Text()}");
        if (op.IsComparison() && isScalar && !binary.Bool)
            throw Failure(binary, $"a comparison of two scalars needs bool, as in 1 {op.Text()} bool 2");
        if (op.IsSet() && hasScalar)
            throw Failure(binary, $"expected an instant vector on both sides of {op.Text()} but found a scalar");
        if (binary.Matching is { } matching)
            CheckMatching(binary, matching, hasScalar);
        return isScalar ? ExpressionType.Scalar : ExpressionType.InstantVector;
    }

    private void CheckMatching(BinaryExpression binary, VectorMatching matching, bool hasScalar)
    {
        // Prometheus accepts an empty on () with a scalar operand.
        if (hasScalar && matching.Labels.Count > 0)
            throw Failure(binary, "on and ignoring are allowed only between two instant vectors");
        if (matching.Group is not { } group)
            return;
        if (matching.IsOn && group.Include.Intersect(matching.Labels).FirstOrDefault() is { } twice)
            throw Failure(binary, $"the label {twice} must not be in both on and group_{(group.IsLeft ? "left" : "right")}");
        if (binary.Operator.IsSet())
            throw Failure(binary, $"{binary.Operator.Text()} does not support group_left and group_right");
    }

    private void CheckAggregate(AggregateExpression aggregate)
    {
        if (aggregate is { Parameter: { } parameter } && aggregate.Operator.ParameterType() is { } type)
            Require(parameter, type, $"as the first argument of {aggregate.Operator.Text()}");
        Require(aggregate.Operand, ExpressionType.InstantVector, $"as the operand of {aggregate.Operator.Text()}");
    }

    private void CheckCall(FunctionCall call)
    {
        var (function, arguments) = call;
        if (arguments.Count < function.MinArguments || arguments.Count > function.MaxArguments)
            throw Failure(call, $"{function.Name} takes {ArgumentsText(function)}, not {arguments.Count}");
        for (var i = 0; i < arguments.Count; i++)
            Require(arguments[i], function.ParameterAt(i), function.MaxArguments == 1 ? $"as the argument of {function.Name}" : $"as argument {i + 1} of {function.Name}");
    }

    private static string ArgumentsText(Function function) => (function.MinArguments, function.MaxArguments) switch
    {
        (0, 0) => "no arguments",
        (1, 1) => "1 argument",
        (var min, int.MaxValue) => $"at least {min} arguments",
        (var min, var max) when min == max => $"{min} arguments",
        (var min, var max) => $"{min} or {max} arguments",
    };

    private ExpressionType RequireNumeric(Expression expression, string where)
    {
        var type = Check(expression);
        return type is ExpressionType.Scalar or ExpressionType.InstantVector
            ? type
            : throw Failure(expression, $"expected a scalar or an instant vector {where} but found {type.Describe()}");
    }

    private void Require(Expression expression, ExpressionType expected, string where)
    {
        var type = Check(expression);
        if (type == expected)
            return;
        var hint = (expected, expression) switch
        {
            (ExpressionType.RangeVector, VectorSelector { Offset: null, At: null }) => $", such as {expression}[5m],",
            _ => "",
        };
        throw Failure(expression, $"expected {expected.Describe()} {where}{hint} but found {type.Describe()}");
    }

    private PromQLException Failure(Expression at, string problem) => new(text, at.Position.Start, problem);
}
