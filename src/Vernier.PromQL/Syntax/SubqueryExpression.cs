using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A subquery, such as <c>rate(x[5m])[1h:1m]</c>.</summary>
/// <param name="Operand">The evaluated expression: an instant vector.</param>
/// <param name="Range">The range.</param>
/// <param name="Step">The evaluation interval; null for the server's default.</param>
/// <param name="Offset">The offset of the end of the range; negative for the future; null if absent.</param>
/// <param name="At">The end of the range; null for the evaluation time.</param>
public sealed record SubqueryExpression(Expression Operand, PromQLDuration Range, PromQLDuration? Step = null, PromQLDuration? Offset = null, AtModifier? At = null) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.RangeVector;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [Operand];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change) };
}
