using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Metrics;

namespace Vernier.Toolkit.Lint.Queries;

/// <summary>Infers the unit of the result of an expression from declared units and metric names.</summary>
internal sealed class UnitInference(KnownMetrics metrics)
{
    private static readonly string[] UnitWords = [ValueUnit.Seconds, ValueUnit.Milliseconds, ValueUnit.Bytes, ValueUnit.Ratio, ValueUnit.Percent];

    /// <summary>Returns the unit of the result; null if it cannot be inferred.</summary>
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

    /// <summary>Returns the declared unit, or the unit at the end of the name.</summary>
    private static ValueUnit? UnitOf(KnownMetric metric)
    {
        var words = metric.Name.Split('_');
        var unit = metric.Unit ?? words.Reverse().Take(2).FirstOrDefault(UnitWords.Contains);
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
            BinaryOperator.Multiply when binary.Right.ConstantValue() is { } factor => Scaled(Of(binary.Left), factor),
            BinaryOperator.Multiply when binary.Left.ConstantValue() is { } factor => Scaled(Of(binary.Right), factor),
            BinaryOperator.Divide when binary.Right.ConstantValue() is { } divisor => Scaled(Of(binary.Left), 1 / divisor),
            BinaryOperator.Divide => OfQuotient(binary),
            _ => null,
        };
    }

    /// <summary>A constant is assumed to have the unit of the other operand.</summary>
    private ValueUnit? OfSum(BinaryExpression binary)
    {
        if (binary.Right.ConstantValue() is not null)
            return Of(binary.Left);
        var right = Of(binary.Right);
        return binary.Left.ConstantValue() is not null || Of(binary.Left) == right ? right : null;
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
        var numerator = Of(binary.Left);
        var denominator = Of(binary.Right);
        if (numerator is null || denominator is null || numerator.PerSecond != denominator.PerSecond)
            return null;
        if (numerator.Name == denominator.Name)
            return IsPartOf(binary.Left, binary.Right) ? new(ValueUnit.Ratio) : null;
        return denominator.Name == ValueUnit.Events ? new(numerator.Name) : null;
    }

    /// <summary>Whether the denominator reads every metric of the numerator over the same range, so that the quotient is a ratio between 0 and 1.</summary>
    private static bool IsPartOf(Expression numerator, Expression denominator) => numerator.Reads().All(denominator.Reads().ToHashSet().Contains);
}
