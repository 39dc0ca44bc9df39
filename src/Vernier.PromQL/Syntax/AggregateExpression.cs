using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An aggregation, such as <c>sum by (job) (up)</c> or <c>topk(5, up)</c>.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Operand">The aggregated expression: an instant vector.</param>
/// <param name="Grouping">The <c>by</c> or <c>without</c> clause; null if absent.</param>
/// <param name="Parameter">The first argument of <c>topk</c>, <c>bottomk</c>, <c>quantile</c>, and <c>count_values</c>; null for other operators.</param>
public sealed record AggregateExpression(AggregateOperator Operator, Expression Operand, Grouping? Grouping = null, Expression? Parameter = null) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.InstantVector;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => Parameter is null ? [Operand] : [Parameter, Operand];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Operand = Operand.Rewrite(change), Parameter = Parameter?.Rewrite(change) };
}

/// <summary>The <c>by</c> or <c>without</c> clause of an aggregation.</summary>
/// <param name="IsWithout">True for <c>without</c>, which drops the labels; false for <c>by</c>, which keeps only them.</param>
/// <param name="Labels">The labels.</param>
public sealed record Grouping(bool IsWithout, EquatableList<string> Labels);
