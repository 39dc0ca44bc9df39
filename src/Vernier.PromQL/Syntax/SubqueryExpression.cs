using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An expression evaluated again and again over a range of time, as <c>rate(x[5m])[1h:1m]</c>.</summary>
/// <param name="Operand">What is evaluated: an instant vector.</param>
/// <param name="Range">The time covered.</param>
/// <param name="Step">The time between two evaluations; null for the server's default.</param>
/// <param name="Offset">How far back the range ends; negative for the future.</param>
/// <param name="At">The time at which the range ends instead of the evaluation's own.</param>
internal sealed record SubqueryExpression(Expression Operand, PromQLDuration Range, PromQLDuration? Step = null, PromQLDuration? Offset = null, AtModifier? At = null) : Expression
{
    public override ExpressionType Type => ExpressionType.RangeVector;

    public override IEnumerable<Expression> Children => [Operand];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change) };
}
