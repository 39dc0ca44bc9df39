using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An expression in parentheses, kept as they were written.</summary>
internal sealed record ParenthesizedExpression(Expression Inner) : Expression
{
    public override ExpressionType Type => Inner.Type;

    public override IEnumerable<Expression> Children => [Inner];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Inner = Inner.Rewrite(change) };
}
