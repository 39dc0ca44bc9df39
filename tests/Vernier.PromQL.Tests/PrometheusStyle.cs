using System.Text;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;

namespace Vernier.PromQL.Tests;

/// <summary>
/// Applies what the printer of Prometheus changes or drops: it sorts matchers, and drops an empty <c>by ()</c>, an empty <c>ignoring ()</c> including its
/// <c>group_left</c>, and the matching of a scalar operand.
/// </summary>
internal static class PrometheusStyle
{
    public static Expression Of(Expression expression) => expression switch
    {
        VectorSelector selector => Sorted(selector),
        MatrixSelector matrix => matrix with { Selector = Sorted(matrix.Selector) },
        ParenthesizedExpression parenthesized => new ParenthesizedExpression(Of(parenthesized.Inner)),
        UnaryExpression unary => unary with { Operand = Of(unary.Operand) },
        BinaryExpression binary => binary with { Left = Of(binary.Left), Right = Of(binary.Right), Matching = IsPrinted(binary) ? binary.Matching : null },
        AggregateExpression aggregate => aggregate with
        {
            Operand = Of(aggregate.Operand),
            Parameter = aggregate.Parameter is { } parameter ? Of(parameter) : null,
            Grouping = aggregate.Grouping is { IsWithout: false, Labels: [] } ? null : aggregate.Grouping,
        },
        FunctionCall call => call with { Arguments = [.. call.Arguments.Select(Of)] },
        SubqueryExpression subquery => subquery with { Operand = Of(subquery.Operand) },
        _ => expression,
    };

    private static VectorSelector Sorted(VectorSelector selector) =>
        selector with { Matchers = [.. selector.Matchers.OrderBy(matcher => matcher, Comparer<LabelMatcher>.Create(Compare))] };

    /// <summary>By the bytes of what Prometheus prints.</summary>
    private static int Compare(LabelMatcher one, LabelMatcher other) => Bytes(one).AsSpan().SequenceCompareTo(Bytes(other));

    private static byte[] Bytes(LabelMatcher matcher) => Encoding.UTF8.GetBytes(matcher.ToString().Replace("\\ufffd", "\uFFFD"));

    private static bool IsPrinted(BinaryExpression binary) =>
        binary.Matching is { IsOn: true } or { Labels.Count: > 0 } && binary is { Left.Type: ExpressionType.InstantVector, Right.Type: ExpressionType.InstantVector };
}
