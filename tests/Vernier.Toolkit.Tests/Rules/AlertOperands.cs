using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Tests.Rules;

/// <summary>
/// Returns the operands of an alert condition without the comparisons. A condition that can never be true returns no series, like one that is false; its
/// operands must always return series.
/// </summary>
internal static class AlertOperands
{
    public static IReadOnlyList<string> Of(string condition) => [.. Of(PromQLParser.Parse(condition)).Select(operand => operand.ToString())];

    private static IEnumerable<Expression> Of(Expression expression) => expression switch
    {
        ParenthesizedExpression inner => inner.Children.SelectMany(Of),
        BinaryExpression { Bool: false } comparison when comparison.Operator.IsComparison() => [comparison.Left],
        BinaryExpression set when set.Operator.IsSet() => set.Children.SelectMany(Of),
        _ => [expression],
    };
}
