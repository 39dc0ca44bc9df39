using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A sign before an expression that is not a number literal: the sign of a number is part of the number.</summary>
internal sealed record UnaryExpression(UnaryOperator Operator, Expression Operand) : Expression
{
    public override ExpressionType Type => Operand.Type;

    public override IEnumerable<Expression> Children => [Operand];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change) };
}
