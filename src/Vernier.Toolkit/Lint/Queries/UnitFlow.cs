using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>In which unit the result of an expression is. Null: nobody knows.</summary>
internal sealed class UnitFlow(KnownMetrics metrics)
{
    private static readonly string[] Known = [ValueUnit.Seconds, ValueUnit.Milliseconds, ValueUnit.Bytes, ValueUnit.Ratio, ValueUnit.Percent];

    public ValueUnit? Of(Expression expression) => expression switch
    {
        ParenthesizedExpression parenthesized => Of(parenthesized.Inner),
        UnaryExpression unary => Of(unary.Operand),
        MatrixSelector matrix => Of(matrix.Selector),
        SubqueryExpression subquery => Of(subquery.Operand),
        VectorSelector selector => selector.MetricName() is { } name && metrics.Find(name) is { } series ? OfSeries(series) : null,
        AggregateExpression { Operator: AggregateOperator.Count or AggregateOperator.CountValues or AggregateOperator.Group or AggregateOperator.StdVar } => null,
        AggregateExpression aggregation => Of(aggregation.Operand),
        FunctionCall call => OfCall(call),
        BinaryExpression binary => OfBinary(binary),
        _ => null,
    };

    private static ValueUnit? OfSeries(KnownSeries series) => series.Part switch
    {
        SeriesPart.Bucket or SeriesPart.Count => new(ValueUnit.Events),
        _ => UnitOf(series.Metric),
    };

    /// <summary>As declared, or else by the word at the end of the name.</summary>
    private static ValueUnit? UnitOf(KnownMetric metric)
    {
        var words = metric.Name.Split('_');
        var unit = metric.Unit ?? words.Reverse().Take(2).FirstOrDefault(Known.Contains);
        return unit is not null ? new(unit) : metric.Type is MetricType.Counter ? new(ValueUnit.Events) : null;
    }

    private ValueUnit? OfCall(FunctionCall call) => call.Function.Name switch
    {
        "rate" or "irate" => Of(call.Arguments[0]) is { PerSecond: false } counted ? counted with { PerSecond = true } : null,
        "histogram_quantile" => call.Arguments[1].Selectors().FirstOrDefault() is { } buckets && metrics.Find(buckets.MetricName() ?? "") is { } series ? UnitOf(series.Metric) : null,
        "increase" or "delta" or "idelta" or "avg_over_time" or "min_over_time" or "max_over_time" or "sum_over_time" or "last_over_time" or "abs" or "ceil" or "floor"
            or "round" or "clamp" or "clamp_min" or "clamp_max" or "sort" or "sort_desc" or "label_replace" or "label_join" or "predict_linear" => Of(call.Arguments[0]),
        "quantile_over_time" => Of(call.Arguments[1]),
        _ => null,
    };

    private ValueUnit? OfBinary(BinaryExpression binary)
    {
        if (binary.Operator.IsComparison())
            return binary.Bool ? null : Of(binary.Left.Type is ExpressionType.Scalar ? binary.Right : binary.Left);
        return binary.Operator switch
        {
            BinaryOperator.And or BinaryOperator.Or or BinaryOperator.Unless => Of(binary.Left),
            BinaryOperator.Add or BinaryOperator.Subtract => OfSum(binary),
            BinaryOperator.Multiply when binary.Right.Constant() is { } factor => Scaled(Of(binary.Left), factor),
            BinaryOperator.Multiply when binary.Left.Constant() is { } factor => Scaled(Of(binary.Right), factor),
            BinaryOperator.Divide when binary.Right.Constant() is { } divisor => Scaled(Of(binary.Left), 1 / divisor),
            BinaryOperator.Divide => OfQuotient(binary),
            _ => null,
        };
    }

    /// <summary>A number beside a value is in the value's unit.</summary>
    private ValueUnit? OfSum(BinaryExpression binary)
    {
        if (binary.Right.Constant() is not null)
            return Of(binary.Left);
        var right = Of(binary.Right);
        return binary.Left.Constant() is not null || Of(binary.Left) == right ? right : null;
    }

    private static ValueUnit? Scaled(ValueUnit? unit, double factor) => (unit?.Name, factor) switch
    {
        (_, 1) => unit,
        (ValueUnit.Ratio, 100) => new(ValueUnit.Percent),
        (ValueUnit.Percent, 0.01) => new(ValueUnit.Ratio),
        (ValueUnit.Seconds, 1000) when unit is { PerSecond: false } => new(ValueUnit.Milliseconds),
        (ValueUnit.Milliseconds, 0.001) when unit is { PerSecond: false } => new(ValueUnit.Seconds),
        _ => null,
    };

    private ValueUnit? OfQuotient(BinaryExpression binary)
    {
        var part = Of(binary.Left);
        var whole = Of(binary.Right);
        if (part is null || whole is null || part.PerSecond != whole.PerSecond)
            return null;
        if (part.Name == whole.Name)
            return IsPartOf(binary.Left, binary.Right) ? new(ValueUnit.Ratio) : null;
        return whole.Name == ValueUnit.Events ? new(part.Name) : null;
    }

    /// <summary>Whether all that the one side reads is also read by the other, over the same time: then their quotient is a share.</summary>
    private static bool IsPartOf(Expression part, Expression whole) => part.Reads().All(whole.Reads().ToHashSet().Contains);
}
