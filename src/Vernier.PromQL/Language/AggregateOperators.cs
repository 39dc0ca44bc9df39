namespace Vernier.PromQL.Language;

/// <summary>The aggregation operators (Prometheus documentation, "Aggregation operators").</summary>
public enum AggregateOperator
{
    /// <summary><c>avg</c>: the mean.</summary>
    Avg,

    /// <summary><c>bottomk</c>: the series with the smallest values.</summary>
    BottomK,

    /// <summary><c>count</c>: the number of series.</summary>
    Count,

    /// <summary><c>count_values</c>: the number of series with each value.</summary>
    CountValues,

    /// <summary><c>group</c>: 1 for each group.</summary>
    Group,

    /// <summary><c>max</c>: the largest value.</summary>
    Max,

    /// <summary><c>min</c>: the smallest value.</summary>
    Min,

    /// <summary><c>quantile</c>: a quantile over the series.</summary>
    Quantile,

    /// <summary><c>stddev</c>: the standard deviation of the values.</summary>
    StdDev,

    /// <summary><c>stdvar</c>: the variance of the values.</summary>
    StdVar,

    /// <summary><c>sum</c>: the sum.</summary>
    Sum,

    /// <summary><c>topk</c>: the series with the largest values.</summary>
    TopK,
}

/// <summary>Keywords and parameter types of the aggregation operators. Thread-safe.</summary>
public static class AggregateOperators
{
    private static readonly Dictionary<string, AggregateOperator> ByText = Enum.GetValues<AggregateOperator>().ToDictionary(Text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the operator with a keyword, in any case; null if the text is not an aggregation operator.</summary>
    public static AggregateOperator? Find(string text) => ByText.TryGetValue(text, out var op) ? op : null;

    /// <summary>Returns the keyword.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="op"/> is not a defined value.</exception>
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

    /// <summary>Returns the type of the parameter before the aggregated expression; null if the operator takes no parameter.</summary>
    public static ExpressionType? ParameterType(this AggregateOperator op) => op switch
    {
        AggregateOperator.BottomK or AggregateOperator.TopK or AggregateOperator.Quantile => ExpressionType.Scalar,
        AggregateOperator.CountValues => ExpressionType.String,
        _ => null,
    };
}
