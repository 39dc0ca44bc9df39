using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Labels that the series do not have.</summary>
internal sealed class LabelRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query) => query.All.SelectMany(expression => expression switch
    {
        VectorSelector selector => OfSelector(query, selector),
        AggregateExpression { Grouping: { } grouping } aggregation => Missing(query, aggregation, grouping.Labels, [aggregation.Operand]),
        BinaryExpression { Matching: { } matching } binary => OfMatching(query, binary, matching),
        _ => [],
    });

    /// <summary>A condition that a series without the label fulfils is one that looks for just those.</summary>
    private static IEnumerable<Remark> OfSelector(Query query, VectorSelector selector) =>
        Missing(query, selector, selector.Matchers.Where(matcher => matcher.Name != "__name__" && !matcher.MatchesEmpty).Select(matcher => matcher.Name), [selector]);

    private static IEnumerable<Remark> OfMatching(Query query, BinaryExpression binary, VectorMatching matching)
    {
        Expression[] sides = matching.IsOn ? [binary.Left] : [binary.Left, binary.Right];
        var ofBoth = Missing(query, binary, matching.Labels, sides);
        var ofRight = matching.IsOn ? Missing(query, binary, matching.Labels, [binary.Right]) : [];
        var ofIncluded = matching.Group is { } group ? Missing(query, binary, group.Include, [group.IsLeft ? binary.Right : binary.Left]) : [];
        return ofBoth.Concat(ofRight).Concat(ofIncluded);
    }

    /// <summary>The labels that none of these expressions has.</summary>
    private static IEnumerable<Remark> Missing(Query query, Expression at, IEnumerable<string> labels, Expression[] expressions)
    {
        if (expressions.Select(query.Labels.Of).ToArray() is var known && known.Any(flow => flow is null))
            return [];
        string[] there = [.. known.SelectMany(flow => flow!).Distinct().Order(StringComparer.Ordinal)];
        return labels.Where(label => !there.Contains(label)).Select(label => new Remark(LintRules.UnknownLabel, at,
            $"{Of(expressions[0])} has no label {label}.",
            Nearness.Best(label, there) is { } near ? $"Is {near} meant?" : there.Length == 0 ? "It has no labels." : $"Its labels are {string.Join(", ", there)}."));
    }

    private static string Of(Expression expression) => expression is VectorSelector selector ? selector.MetricName() ?? "the selector" : $"The result of {expression}";
}
