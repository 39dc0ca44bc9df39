using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>Two expressions with an operator between them.</summary>
/// <param name="Left">The left side.</param>
/// <param name="Operator">What stands between them.</param>
/// <param name="Right">The right side.</param>
/// <param name="Bool">Whether a comparison gives 0 or 1 instead of filtering.</param>
/// <param name="Matching">The <c>on</c> or <c>ignoring</c> clause; null without one.</param>
internal sealed record BinaryExpression(Expression Left, BinaryOperator Operator, Expression Right, bool Bool = false, VectorMatching? Matching = null) : Expression
{
    public override ExpressionType Type =>
        Left.Type is ExpressionType.Scalar && Right.Type is ExpressionType.Scalar ? ExpressionType.Scalar : ExpressionType.InstantVector;

    public override IEnumerable<Expression> Children => [Left, Right];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Left = Left.Rewrite(change), Right = Right.Rewrite(change) };
}
