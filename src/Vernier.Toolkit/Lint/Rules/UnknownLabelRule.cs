using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports labels that the series do not have.</summary>
internal sealed class UnknownLabelRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.All.SelectMany(expression => expression switch
    {
        VectorSelector selector => OfSelector(query, selector),
        AggregateExpression { Grouping: { } grouping } aggregation => Missing(query, aggregation, grouping.Labels, [aggregation.Operand]),
        BinaryExpression { Matching: { } matching } binary => OfMatching(query, binary, matching),
        _ => [],
    });

    /// <summary>Matchers that accept the empty string are exempt: they look for series without the label.</summary>
    private static IEnumerable<QueryFinding> OfSelector(Query query, VectorSelector selector) =>
        Missing(query, selector, selector.Matchers.Where(matcher => matcher.Name != "__name__" && !matcher.MatchesEmpty).Select(matcher => matcher.Name), [selector]);

    private static IEnumerable<QueryFinding> OfMatching(Query query, BinaryExpression binary, VectorMatching matching)
    {
        Expression[] sides = matching.IsOn ? [binary.Left] : [binary.Left, binary.Right];
        var ofMatching = Missing(query, binary, matching.Labels, sides);
        var ofRight = matching.IsOn ? Missing(query, binary, matching.Labels, [binary.Right]) : [];
        var ofIncluded = matching.Group is { } group ? Missing(query, binary, group.Include, [group.IsLeft ? binary.Right : binary.Left]) : [];
        return ofMatching.Concat(ofRight).Concat(ofIncluded);
    }

    /// <summary>Reports the labels that none of the expressions has.</summary>
    private static IEnumerable<QueryFinding> Missing(Query query, Expression at, IEnumerable<string> labels, Expression[] expressions)
    {
        if (expressions.Select(query.Labels.Of).ToArray() is var inferred && inferred.Any(set => set is null))
            return [];
        HashSet<string> available = [.. inferred.SelectMany(set => set!).Order(StringComparer.Ordinal)];
        string[] missing = [.. labels.Where(label => !available.Contains(label))];
        if (missing.Length == 0)
            return [];
        var name = NameOf(expressions[0]);
        return missing.Select(label => new QueryFinding(LintRules.UnknownLabel, at,
            $"{name} has no label {label}.",
            NameSuggestion.For(label, available) is { } similar ? $"Did you mean {similar}?"
                : available.Count == 0 ? "Remove the label; the series have no labels." : $"Use one of {string.Join(", ", available)}."));
    }

    private static string NameOf(Expression expression) => expression is VectorSelector selector ? selector.MetricName() ?? "The selector" : $"The result of {expression}";
}
