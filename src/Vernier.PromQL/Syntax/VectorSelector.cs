using Vernier.PromQL.Language;

namespace Vernier.PromQL.Syntax;

/// <summary>The series of a metric, as <c>http_requests_total{job="a"} offset 5m</c>.</summary>
/// <param name="Name">The metric's name before the braces; null when there is none, as in <c>{__name__="up"}</c>.</param>
/// <param name="Matchers">What stands in the braces, in the order written.</param>
/// <param name="Offset">How far back to look; negative for the future.</param>
/// <param name="At">The time to look at instead of the evaluation's own.</param>
internal sealed record VectorSelector(string? Name, EquatableList<LabelMatcher> Matchers, PromQLDuration? Offset = null, AtModifier? At = null) : Expression
{
    public override ExpressionType Type => ExpressionType.InstantVector;

    public override IEnumerable<Expression> Children => [];

    public override Expression Rewrite(Func<VectorSelector, VectorSelector> change) => change(this);
}
