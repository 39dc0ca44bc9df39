using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>A range vector selector, such as <c>http_requests_total[5m] offset 1h</c>.</summary>
/// <param name="Selector">The series, with the offset and the <c>@</c> modifier.</param>
/// <param name="Range">The range.</param>
public sealed record MatrixSelector(VectorSelector Selector, PromQLDuration Range) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.RangeVector;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [Selector];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => this with { Selector = change(Selector) };
}
