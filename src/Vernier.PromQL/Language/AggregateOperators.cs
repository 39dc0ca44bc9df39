namespace Vernier.PromQL.Language;

/// <summary>What is known of each aggregation operator (Prometheus documentation, "Aggregation operators").</summary>
internal static class AggregateOperators
{
    private static readonly Dictionary<string, AggregateOperator> ByText = Enum.GetValues<AggregateOperator>().ToDictionary(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>The operator of that name in any case, or null.</summary>
    public static AggregateOperator? Find(string text) => ByText.TryGetValue(text, out var op) ? op : null;

    public static string Text(this AggregateOperator op) => op switch
    {
        AggregateOperator.Avg => "avg",
        AggregateOperator.BottomK => "bottomk",
        AggregateOperator.Count => "count",
        AggregateOperator.CountValues => "count_values",
        AggregateOperator.Group => "group",
        AggregateOperator.Max => "max",
        AggregateOperator.Min => "min",
        AggregateOperator.Quantile => "quantile",
        AggregateOperator.StdDev => "stddev",
        AggregateOperator.StdVar => "stdvar",
        AggregateOperator.Sum => "sum",
        AggregateOperator.TopK => "topk",
        _ => throw new ArgumentOutOfRangeException(nameof(op), op, null),
    };

    /// <summary>The type of the parameter before the aggregated expression; null for an operator without one.</summary>
    public static ExpressionType? ParameterType(this AggregateOperator op) => op switch
    {
        AggregateOperator.BottomK or AggregateOperator.TopK or AggregateOperator.Quantile => ExpressionType.Scalar,
        AggregateOperator.CountValues => ExpressionType.String,
        _ => null,
    };
}
