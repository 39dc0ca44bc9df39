using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A unary plus or minus before an expression other than a number; the sign of a number is part of <see cref="NumberLiteral"/>.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The operand.</param>
public sealed record UnaryExpression(UnaryOperator Operator, Expression Operand) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => Operand.Type;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [Operand];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change) };
}

/// <summary>The unary operators.</summary>
public enum UnaryOperator
{
    /// <summary><c>+</c></summary>
    Plus,

    /// <summary><c>-</c></summary>
    Minus,
}
