using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Tests.Rules;

/// <summary>
/// What an alert looks at: its condition without the comparisons. While all is well a condition returns nothing, and so does one that can never be true;
/// what it compares has to be there always.
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
