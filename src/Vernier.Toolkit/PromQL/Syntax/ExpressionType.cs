namespace Vernier.Toolkit.PromQL.Syntax;

/// <summary>What an expression gives when it is evaluated.</summary>
internal enum ExpressionType
{
    Scalar,
    InstantVector,
    RangeVector,
    String,
}
