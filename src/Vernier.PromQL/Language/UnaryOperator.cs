namespace Vernier.PromQL.Language;

/// <summary>A sign before an expression.</summary>
internal enum UnaryOperator
{
    Plus,
    Minus,
}
