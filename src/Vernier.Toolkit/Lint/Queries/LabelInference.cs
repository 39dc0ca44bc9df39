using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>
/// Infers the labels of the result of an expression (Prometheus documentation, "Operators" and "Functions"). Results are cached, because many rules ask.
/// Not thread-safe.
/// </summary>
internal sealed class LabelInference(KnownMetrics metrics)
{
    private static readonly IReadOnlySet<string> None = new HashSet<string>();

    private readonly Dictionary<Expression, IReadOnlySet<string>?> _cache = new(ReferenceEqualityComparer.Instance);

    /// <summary>Returns the labels of the result; null if they cannot be inferred.</summary>
    public IReadOnlySet<string>? Of(Expression expression)
    {
        if (!_cache.TryGetValue(expression, out var labels))
            _cache[expression] = labels = Infer(expression);
        return labels;
    }

    private IReadOnlySet<string>? Infer(Expression expression) => expression switch
    {
        ParenthesizedExpression parenthesized => Of(parenthesized.Inner),
        UnaryExpression unary => Of(unary.Operand),
        MatrixSelector matrix => Of(matrix.Selector),
        SubqueryExpression subquery => Of(subquery.Operand),
        VectorSelector selector => OfSelector(selector),
        AggregateExpression aggregation => OfAggregation(aggregation),
        FunctionCall call => OfCall(call),
        BinaryExpression binary => OfBinary(binary),
        _ => None,
    };

    private IReadOnlySet<string>? OfSelector(VectorSelector selector)
    {
        if (selector.MetricName() is not { } name || metrics.Find(name) is not { Metric.Labels: { } labels } series)
            return null;
        var all = new HashSet<string>(labels.Select(label => label.Name));
        if (!series.Metric.IsRecorded)
            all.UnionWith(metrics.TargetLabels);
        if (series.ExtraLabel is { } extra)
            all.Add(extra);
        return all;
    }

    private IReadOnlySet<string>? OfAggregation(AggregateExpression aggregation)
    {
        var inner = Of(aggregation.Operand);
        var grouped = aggregation switch
        {
            { Operator: AggregateOperator.TopK or AggregateOperator.BottomK } => inner,
            { Grouping: null } => None,
            { Grouping: { IsWithout: true } without } => Without(inner, without.Labels),
            { Grouping: var by } => by.Labels.Where(label => inner?.Contains(label) ?? true).ToHashSet(),
        };
        return aggregation.Operator is AggregateOperator.CountValues ? With(grouped, Text(aggregation.Parameter)) : grouped;
    }

    private IReadOnlySet<string>? OfCall(FunctionCall call)
    {
        var vector = call.Arguments.FirstOrDefault(argument => argument.Type is ExpressionType.InstantVector or ExpressionType.RangeVector);
        return call.Function.Name switch
        {
            _ when vector is null || call.Type is ExpressionType.Scalar => None,
            "absent" or "absent_over_time" => OfAbsent(vector),
            "label_replace" or "label_join" => With(Of(vector), Text(call.Arguments[1])),
            "histogram_quantile" => Without(Of(vector), [MetricSeries.BucketLabel]),
            _ => Of(vector),
        };
    }

    /// <summary>The result of <c>absent</c> has the labels of the equality matchers.</summary>
    private static IReadOnlySet<string>? OfAbsent(Expression vector) => vector.WithoutParentheses() switch
    {
        MatrixSelector matrix => OfAbsent(matrix.Selector),
        VectorSelector selector => selector.Matchers.Where(matcher => matcher.Operator is MatchOperator.Equal && matcher.Name != "__name__").Select(matcher => matcher.Name).ToHashSet(),
        _ => None,
    };

    private IReadOnlySet<string>? OfBinary(BinaryExpression binary)
    {
        if (binary.Left.Type is ExpressionType.Scalar)
            return Of(binary.Right);
        var left = Of(binary.Left);
        if (binary.Right.Type is ExpressionType.Scalar || binary.Operator is BinaryOperator.And or BinaryOperator.Unless)
            return left;
        if (binary.Operator is BinaryOperator.Or)
            return left is not null && Of(binary.Right) is { } right && left.SetEquals(right) ? left : null;

        return binary.Matching switch
        {
            null => left,
            { Group: { } group } => group.Include.Aggregate(group.IsLeft ? left : Of(binary.Right), With),
            { IsOn: true } on => on.Labels.ToHashSet(),
            var ignoring => Without(left, ignoring.Labels),
        };
    }

    private static IReadOnlySet<string>? With(IReadOnlySet<string>? labels, string? label) => labels is null || label is null ? null : labels.Append(label).ToHashSet();

    private static IReadOnlySet<string>? Without(IReadOnlySet<string>? labels, IEnumerable<string> dropped) => labels?.Except(dropped).ToHashSet();

    private static string? Text(Expression? expression) => (expression?.WithoutParentheses() as StringLiteral)?.Value;
}
