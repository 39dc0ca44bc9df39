namespace Vernier.PromQL.Language;

/// <summary>The types in words.</summary>
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
