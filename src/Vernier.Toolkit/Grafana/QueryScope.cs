using Vernier.Catalog;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Expressions;

namespace Vernier.Toolkit.Grafana;

/// <summary>
/// Restricts the queries of a dashboard to the values of its variables: adds matchers for job and instance to every selector of a metric, and matchers for
/// the other variables where the metric has the label. Existing matchers for a label take precedence.
/// </summary>
internal sealed class QueryScope(IReadOnlyList<LabelDefinition> variables, ParsedExpressions expressions)
{
    /// <summary>Returns the text of a query with the matchers. The query must be valid.</summary>
    public string Narrow(PromQLExpression query) =>
        expressions.Get(query, allowVariables: true).Tree!
            // Positions are those of the text, so each selector leads back to the metric that was interpolated there.
            .Rewrite(selector => query.MetricAt(selector.Position.Start) is { } segment ? Narrow(selector, segment.Metric) : selector)
            .ToString();

    private VectorSelector Narrow(VectorSelector selector, MetricDefinition metric)
    {
        IEnumerable<string> labels = ["job", "instance", .. variables.Select(v => v.Name).Where(name => metric.Labels.Any(label => label.Name == name))];
        var added = labels.Where(label => selector.Matchers.All(matcher => matcher.Name != label))
            .Select(label => new LabelMatcher(label, MatchOperator.RegexMatch, $"${label}"));
        return selector with { Matchers = [.. selector.Matchers, .. added] };
    }
}
