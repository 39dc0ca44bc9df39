using System.Diagnostics.CodeAnalysis;

namespace Vernier.PromQL.Language;

/// <summary>The type of the result of an expression (Prometheus documentation, "Expression language data types").</summary>
public enum ExpressionType
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>A set of series with one sample each.</summary>
    InstantVector,

    /// <summary>A set of series with the samples of a time range.</summary>
    RangeVector,

    /// <summary>A string.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The name of the type in PromQL.")]
    String,
}

/// <summary>The names of the types in messages.</summary>
internal static class ExpressionTypes
{
    public static string Describe(this ExpressionType type) => type switch
    {
        ExpressionType.Scalar => "a scalar",
        ExpressionType.InstantVector => "an instant vector",
        ExpressionType.RangeVector => "a range vector",
        ExpressionType.String => "a string",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
