using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An aggregation, as <c>sum by (job) (up)</c> or <c>topk(5, up)</c>.</summary>
/// <param name="Operator">The aggregation.</param>
/// <param name="Operand">What is aggregated: an instant vector.</param>
/// <param name="Grouping">The <c>by</c> or <c>without</c> clause; null without one.</param>
/// <param name="Parameter">The first argument of <c>topk</c>, <c>bottomk</c>, <c>quantile</c> and <c>count_values</c>; null for the others.</param>
internal sealed record AggregateExpression(AggregateOperator Operator, Expression Operand, Grouping? Grouping = null, Expression? Parameter = null) : Expression
{
    public override ExpressionType Type => ExpressionType.InstantVector;

    public override IEnumerable<Expression> Children => Parameter is null ? [Operand] : [Parameter, Operand];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change), Parameter = Parameter?.Rewrite(change) };
}
