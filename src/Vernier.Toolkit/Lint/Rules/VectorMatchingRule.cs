using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports binary operators between vectors whose series do not match as intended.</summary>
internal sealed class VectorMatchingRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.All.OfType<BinaryExpression>()
        .Where(binary => binary.Left.Type is ExpressionType.InstantVector && binary.Right.Type is ExpressionType.InstantVector)
        .Select(binary => AlwaysOne(query, binary) ?? NeverMatch(query, binary) ?? MayNotMatch(query, binary))
        .OfType<QueryFinding>();

    /// <summary>
    /// The numerator selects one value of a label that takes part in the matching, and the denominator is the same metric without that selection. Each
    /// series is then divided by itself.
    /// </summary>
    private static QueryFinding? AlwaysOne(Query query, BinaryExpression binary)
    {
        if (binary.Operator is not BinaryOperator.Divide)
            return null;
        VectorSelector[] denominator = [.. binary.Right.Selectors()];
        foreach (var numerator in binary.Left.Selectors().Where(numerator => denominator.All(d => d.MetricName() == numerator.MetricName())))
        {
            var selected = numerator.Matchers.FirstOrDefault(matcher =>
                matcher.Operator is MatchOperator.Equal && IsMatchedBy(query, binary, matcher.Name) && denominator.All(d => d.Matchers.All(m => m.Name != matcher.Name)));
            if (selected is not null)
            {
                return new(LintRules.RatioAlwaysOne, binary, $"Both sides are matched by {selected.Name}, so each series with {selected} is divided by itself.",
                    $"Aggregate the label away on both sides, as in sum without ({selected.Name}) (…) / sum without ({selected.Name}) (…).");
            }
        }
        return null;
    }

    private static bool IsMatchedBy(Query query, BinaryExpression binary, string label) =>
        (binary.Matching is not { } matching || matching.IsOn == matching.Labels.Contains(label)) && Has(query, binary.Left, label) && Has(query, binary.Right, label);

    // If the labels of the metric are unknown, only an aggregation can have removed the label.
    private static bool Has(Query query, Expression side, string label) => query.Labels.Of(side)?.Contains(label) ?? !side.Descendants().Any(inner => inner is AggregateExpression);

    private static QueryFinding? NeverMatch(Query query, BinaryExpression binary)
    {
        if (binary.Operator is BinaryOperator.Or || binary.Matching is { IsOn: true } || query.Labels.Of(binary.Left) is not { } left || query.Labels.Of(binary.Right) is not { } right)
            return null;
        string[] ignored = binary.Matching is { } ignoring ? [.. ignoring.Labels] : [];
        string[] onlyLeft = [.. left.Except(right).Except(ignored).Order(StringComparer.Ordinal)];
        string[] onlyRight = [.. right.Except(left).Except(ignored).Order(StringComparer.Ordinal)];
        if (onlyLeft.Length + onlyRight.Length == 0)
            return null;
        return new(LintRules.OperandsNeverMatch, binary,
            $"Series match if all labels are equal, but {OnlyOn("left", onlyLeft)}{(onlyLeft.Length > 0 && onlyRight.Length > 0 ? " and " : "")}{OnlyOn("right", onlyRight)}.");
    }

    private static string OnlyOn(string side, string[] labels) => labels.Length == 0 ? "" : $"only the {side} side has {string.Join(", ", labels)}";

    /// <summary>Two selectors of the same metric select matching series; two metrics can have different sets of series.</summary>
    private static QueryFinding? MayNotMatch(Query query, BinaryExpression binary)
    {
        if (binary.Operator.IsSet() || query.Labels.Of(binary.Left) is not { Count: > 0 } left || left.SetEquals(query.Metrics.TargetLabels))
            return null;
        string[] metrics = [.. binary.Selectors().Select(query.Series).OfType<KnownSeries>().Select(series => series.Metric.Name).Distinct()];
        return metrics.Length < 2 ? null : new(LintRules.OperandsMayNotMatch, binary, $"Series that exist only in one of {string.Join(" and ", metrics)} are dropped.");
    }
}
