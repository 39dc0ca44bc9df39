using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>An instant vector selector, such as <c>http_requests_total{job="a"} offset 5m</c>.</summary>
/// <param name="Name">The metric name before the braces; null if absent, as in <c>{__name__="up"}</c>.</param>
/// <param name="Matchers">The matchers in the braces, in the order of the text.</param>
/// <param name="Offset">The offset; negative for the future; null if absent.</param>
/// <param name="At">The evaluation time; null if absent.</param>
public sealed record VectorSelector(string? Name, EquatableList<LabelMatcher> Matchers, PromQLDuration? Offset = null, AtModifier? At = null) : Expression
{
    /// <inheritdoc/>
    public override ExpressionType Type => ExpressionType.InstantVector;

    /// <inheritdoc/>
    public override IEnumerable<Expression> Children => [];

    /// <inheritdoc/>
    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => change(this);
}
