using Vernier.Catalog;
using Vernier.PromQL.Language;
using Vernier.PromQL.Parser;
using Vernier.PromQL.Syntax;

namespace Vernier.Toolkit.Grafana;

/// <summary>
/// Narrows a dashboard's queries to what its variables choose: every selector of one of the catalog's metrics gets the matchers, those of labels
/// only where the metric has the label. A selector that says something of the label itself keeps that.
/// </summary>
internal sealed class QueryScope(IReadOnlyList<LabelDefinition> variables)
{
    public string Narrow(PromQLExpression query)
    {
        return PromQLParser.Parse(query.ToString(), allowGrafanaVariables: true)
            .Rewrite(selector => selector.Name is { } name && MetricSeries.TryFind(query.Metrics, name, out var metric, out _) ? Narrow(selector, metric) : selector)
            .ToString();
    }

    private VectorSelector Narrow(VectorSelector selector, MetricDefinition metric)
    {
        IEnumerable<string> labels = ["job", "instance", .. variables.Select(v => v.Name).Where(name => metric.Labels.Any(label => label.Name == name))];
        var added = labels.Where(label => selector.Matchers.All(matcher => matcher.Name != label))
            .Select(label => new LabelMatcher(label, MatchOperator.RegexMatch, $"${label}"));
        return selector with { Matchers = [.. selector.Matchers, .. added] };
    }
}
