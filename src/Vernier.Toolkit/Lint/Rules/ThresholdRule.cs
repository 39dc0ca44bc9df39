using System.Globalization;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports thresholds that the value never exceeds, or always exceeds, because the units differ.</summary>
internal sealed class ThresholdRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.All
        .Select(expression => expression.ThresholdComparison() is { } comparison ? OfComparison(query, expression, comparison) : null).OfType<QueryFinding>();

    private static QueryFinding? OfComparison(Query query, Expression at, (Expression Vector, BinaryOperator Operator, double Threshold) comparison)
    {
        (var vector, var op, var threshold) = comparison;
        var isAbove = op is BinaryOperator.Greater or BinaryOperator.GreaterOrEqual;
        if (isAbove && Buckets(query, vector) is { } buckets)
        {
            if (op is BinaryOperator.Greater ? threshold >= buckets[^1] : threshold > buckets[^1])
                return new(LintRules.ThresholdBeyondBuckets, at, $"A quantile is at most the upper bound of the last bucket, {Number(buckets[^1])}, so it never exceeds {Number(threshold)}.");
            if (threshold > 0 && threshold < buckets[0])
                return new(LintRules.ThresholdUnit, at, $"Threshold {Number(threshold)} is below the first bucket, whose upper bound is {Number(buckets[0])}.");
        }
        return (query.Units.Of(vector)?.Name, threshold) switch
        {
            (ValueUnit.Ratio, > 1) when isAbove => new(LintRules.ThresholdUnit, at, $"A ratio is at most 1, so it never exceeds {Number(threshold)}.",
                $"Write {Number(threshold / 100)} for {Number(threshold)} %."),
            (ValueUnit.Percent, > 0 and < 1) => new(LintRules.ThresholdUnit, at, $"The value is in percent, but the threshold {Number(threshold)} looks like a ratio.",
                $"Write {Number(threshold * 100)}, or do not multiply by 100."),
            _ => null,
        };
    }

    private static IReadOnlyList<double>? Buckets(Query query, Expression vector) =>
        vector.WithoutParentheses() is FunctionCall call && call.IsCallOf("histogram_quantile")
            && call.Arguments[1].Selectors().Select(query.Series).ToArray() is [{ Metric.Buckets: { Count: > 0 } buckets }] ? buckets : null;

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
