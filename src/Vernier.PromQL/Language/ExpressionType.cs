namespace Vernier.PromQL.Language;

/// <summary>What an expression gives when it is evaluated.</summary>
internal enum ExpressionType
{
    Scalar,
    InstantVector,
    RangeVector,
    String,
}
