using System.Collections.Frozen;
using static Vernier.PromQL.Language.ExpressionType;

namespace Vernier.PromQL.Language;

/// <summary>The functions of Prometheus 2.42 (Prometheus documentation, "Functions"). Names are case-sensitive. Thread-safe.</summary>
public static class Functions
{
    private const ExpressionType Text = ExpressionType.String;

    private static readonly FrozenDictionary<string, Function> ByName = Table().ToFrozenDictionary(function => function.Name);

    /// <summary>Gets all functions, in no particular order.</summary>
    public static IReadOnlyCollection<Function> All => ByName.Values;

    /// <summary>Returns the function with a name; null if PromQL has no such function.</summary>
    public static Function? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Returns the function with a name.</summary>
    /// <exception cref="ArgumentException">PromQL has no such function.</exception>
    public static Function Get(string name) => Find(name) ?? throw new ArgumentException($"PromQL has no function '{name}'.", nameof(name));

    private static IEnumerable<Function> Table() =>
    [
        .. Each("abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_count histogram_sum ln log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp",
            InstantVector),
        .. Each("absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time max_over_time min_over_time present_over_time rate resets "
            + "stddev_over_time stdvar_over_time sum_over_time", RangeVector),
        .. Each("day_of_month day_of_week day_of_year days_in_month hour minute month year", InstantVector).Select(function => function with { MinArguments = 0 }),
        .. Each("clamp_max clamp_min", InstantVector, Scalar),
        .. Each("clamp", InstantVector, Scalar, Scalar),
        .. Each("round", InstantVector, Scalar).Select(function => function with { MinArguments = 1 }),
        .. Each("histogram_quantile", Scalar, InstantVector),
        .. Each("histogram_fraction", Scalar, Scalar, InstantVector),
        .. Each("holt_winters", RangeVector, Scalar, Scalar),
        .. Each("predict_linear", RangeVector, Scalar),
        .. Each("quantile_over_time", Scalar, RangeVector),
        .. Each("label_replace", InstantVector, Text, Text, Text, Text),
        .. Each("label_join", InstantVector, Text, Text, Text).Select(function => function with { MinArguments = 3, MaxArguments = int.MaxValue }),
        .. Each("vector", Scalar),
        .. Each("scalar", InstantVector).Concat(Each("pi time")).Select(function => function with { Result = Scalar }),
    ];

    /// <summary>Returns functions, separated by spaces, that take exactly these arguments and return an instant vector.</summary>
    private static IEnumerable<Function> Each(string names, params EquatableList<ExpressionType> parameters) =>
        names.Split(' ').Select(name => new Function(name, InstantVector, parameters, parameters.Count, parameters.Count));
}
