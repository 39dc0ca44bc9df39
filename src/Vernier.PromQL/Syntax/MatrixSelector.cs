using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>The samples of a range of time, as <c>http_requests_total[5m] offset 1h</c>; the offset and the time are those of the selector.</summary>
internal sealed record MatrixSelector(VectorSelector Selector, PromQLDuration Range) : Expression
{
    public override ExpressionType Type => ExpressionType.RangeVector;

    public override IEnumerable<Expression> Children => [Selector];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Selector = change(Selector) };
}
