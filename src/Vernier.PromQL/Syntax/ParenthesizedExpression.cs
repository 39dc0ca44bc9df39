using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An expression in parentheses. Parentheses are kept as written.</summary>
/// <param name="Inner">The expression inside the parentheses.</param>
public sealed record ParenthesizedExpression(Expression Inner) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => Inner.Type;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [Inner];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Inner = Inner.Rewrite(change) };
}
