using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Operators between two vectors: which series of the two sides meet.</summary>
internal sealed class SidesRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query) => query.All.OfType<BinaryExpression>()
        .Where(binary => binary.Left.Type is ExpressionType.InstantVector && binary.Right.Type is ExpressionType.InstantVector)
        .Select(binary => ShareOfItself(query, binary) ?? NeverMeet(query, binary) ?? MayMiss(query, binary))
        .OfType<Remark>();

    /// <summary>One side is narrowed to one value of a label by which the two are matched, the other, of the same metric, is not: so it is narrowed as well.</summary>
    private static Remark? ShareOfItself(Query query, BinaryExpression binary)
    {
        if (binary.Operator is not BinaryOperator.Divide)
            return null;
        VectorSelector[] whole = [.. binary.Right.Selectors()];
        foreach (var part in binary.Left.Selectors().Where(part => whole.All(w => w.MetricName() == part.MetricName())))
        {
            var narrowed = part.Matchers.FirstOrDefault(matcher =>
                matcher.Operator is MatchOperator.Equal && IsMatchedBy(query, binary, matcher.Name) && whole.All(w => w.Matchers.All(m => m.Name != matcher.Name)));
            if (narrowed is not null)
            {
                return new(LintRules.ShareOfItself, binary,
                    $"The sides are matched by all labels, also by {narrowed.Name}: {narrowed} meets only itself, so the share is always 1.",
                    $"Take the label away on both sides, as in sum without ({narrowed.Name}) (…) / sum without ({narrowed.Name}) (…).");
            }
        }
        return null;
    }

    private static bool IsMatchedBy(Query query, BinaryExpression binary, string label) =>
        (binary.Matching is not { } matching || matching.IsOn == matching.Labels.Contains(label)) && Has(query, binary.Left, label) && Has(query, binary.Right, label);

    // Of a metric that is not known, an aggregation without the label is what takes it away.
    private static bool Has(Query query, Expression side, string label) => query.Labels.Of(side)?.Contains(label) ?? !side.Descendants().Any(inner => inner is AggregateExpression);

    private static Remark? NeverMeet(Query query, BinaryExpression binary)
    {
        if (binary.Operator is BinaryOperator.Or || binary.Matching is { IsOn: true } || query.Labels.Of(binary.Left) is not { } left || query.Labels.Of(binary.Right) is not { } right)
            return null;
        string[] ignored = binary.Matching is { } ignoring ? [.. ignoring.Labels] : [];
        string[] onlyLeft = [.. left.Except(right).Except(ignored).Order(StringComparer.Ordinal)];
        string[] onlyRight = [.. right.Except(left).Except(ignored).Order(StringComparer.Ordinal)];
        if (onlyLeft.Length + onlyRight.Length == 0)
            return null;
        return new(LintRules.SidesNeverMeet, binary,
            $"Series meet when all their labels are equal; here {Alone("left", onlyLeft, onlyRight.Length > 0 ? " and " : "")}{Alone("right", onlyRight, "")}.",
            "Aggregate both sides by the same labels, or say by which they meet with on(…) or ignoring(…).");
    }

    private static string Alone(string side, string[] labels, string after) => labels.Length == 0 ? "" : $"only the {side} side has {string.Join(", ", labels)}{after}";

    /// <summary>Of one metric all series come and go together; of two, one may be there alone.</summary>
    private static Remark? MayMiss(Query query, BinaryExpression binary)
    {
        if (binary.Operator.IsSet() || query.Labels.Of(binary.Left) is not { Count: > 0 } left || left.SetEquals(query.Metrics.TargetLabels))
            return null;
        string[] metrics = [.. binary.Selectors().Select(query.Series).OfType<KnownSeries>().Select(series => series.Metric.Name).Distinct()];
        return metrics.Length < 2 ? null : new(LintRules.SidesMayMiss, binary,
            $"A series that only one of {string.Join(" and ", metrics)} has is lost.", "See that both exist for the same labels, from the start.");
    }
}
