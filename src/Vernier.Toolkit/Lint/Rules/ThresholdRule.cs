using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Thresholds that a value never passes, or passes for the wrong reason, because they are in another unit.</summary>
internal sealed class ThresholdRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query) => query.All.Select(expression => expression.Comparison() is { } comparison ? OfComparison(query, expression, comparison) : null).OfType<Remark>();

    private static Remark? OfComparison(Query query, Expression at, (Expression Vector, BinaryOperator Operator, double Limit) comparison)
    {
        (var vector, var op, var limit) = comparison;
        var isAbove = op is BinaryOperator.Greater or BinaryOperator.GreaterOrEqual;
        if (isAbove && Buckets(query, vector) is { } buckets)
        {
            if (op is BinaryOperator.Greater ? limit >= buckets[^1] : limit > buckets[^1])
            {
                return new(LintRules.ThresholdBeyondBuckets, at, $"A quantile is {Number(buckets[^1])}, the last bucket's end, at the most, and never above {Number(limit)}.",
                    "Add larger buckets, or lower the threshold; compare their units.");
            }
            if (limit > 0 && limit < buckets[0])
            {
                return new(LintRules.ThresholdUnit, at, $"{Number(limit)} is below the first bucket, which ends at {Number(buckets[0])}: nothing is known of smaller values.",
                    "Compare the unit of the threshold with the metric's.");
            }
        }
        return (query.Units.Of(vector)?.Name, limit) switch
        {
            (ValueUnit.Ratio, > 1) when isAbove => new(LintRules.ThresholdUnit, at, $"A share is 1 at the most and never above {Number(limit)}.", $"Write {Number(limit / 100)} for {Number(limit)} %."),
            (ValueUnit.Percent, > 0 and < 1) => new(LintRules.ThresholdUnit, at, $"The value is in percent, and {Number(limit)} is less than one of them.",
                $"Write {Number(limit * 100)}, or leave out the multiplication by 100."),
            _ => null,
        };
    }

    private static IReadOnlyList<double>? Buckets(Query query, Expression vector) =>
        vector.Bare() is FunctionCall call && call.IsCallOf("histogram_quantile") && call.Arguments[1].Selectors().Select(query.Series).ToArray() is [{ Metric.Buckets: { Count: > 0 } buckets }]
            ? buckets
            : null;

    private static string Number(double value) => value.ToString("0.######", System.Globalization.CultureInfo.InvariantCulture);
}
