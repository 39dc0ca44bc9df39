using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>Two expressions with a binary operator, such as <c>a / on (job) b</c>.</summary>
/// <param name="Left">The left operand.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Right">The right operand.</param>
/// <param name="Bool">Whether a comparison has the <c>bool</c> modifier and so returns 0 or 1 instead of filtering.</param>
/// <param name="Matching">The <c>on</c> or <c>ignoring</c> clause; null if absent.</param>
public sealed record BinaryExpression(Expression Left, BinaryOperator Operator, Expression Right, bool Bool = false, VectorMatching? Matching = null) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type =>
        Left.Type is ExpressionType.Scalar && Right.Type is ExpressionType.Scalar ? ExpressionType.Scalar : ExpressionType.InstantVector;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [Left, Right];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Left = Left.Rewrite(change), Right = Right.Rewrite(change) };
}
