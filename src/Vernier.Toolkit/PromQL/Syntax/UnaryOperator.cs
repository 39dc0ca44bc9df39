namespace Vernier.Toolkit.PromQL.Syntax;

/// <summary>A sign before an expression.</summary>
internal enum UnaryOperator
{
    Plus,
    Minus,
}
