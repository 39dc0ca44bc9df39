using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Titles that promise what the expression does not give.</summary>
internal sealed partial class TitleRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject.Use is QueryUse.Recording)
            return [];
        var title = CamelCase().Replace(query.Subject.Title, " ").ToLowerInvariant();
        return Labels(query, title).Append(Share(query, title)).OfType<Remark>();
    }

    /// <summary>"By endpoint": the result has to have the label, or the metric to be called so, as in "top ten by cost".</summary>
    private static IEnumerable<Remark?> Labels(Query query, string title)
    {
        if (By().Match(title) is not { Success: true } by || query.Labels.Of(query.Tree) is not { } labels)
            yield break;
        string[] there = [.. labels.Concat(query.Tree.Selectors().Select(selector => selector.MetricName() ?? ""))];
        foreach (var promised in by.Groups["labels"].Value.Split([",", " and ", " or "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!promised.Split(' ').Any(word => there.Any(name => name.Contains(Singular(word), StringComparison.OrdinalIgnoreCase))))
            {
                yield return new(LintRules.TitleLabel, query.Tree, $"The title says by {promised}, and the result has no such label: it has {List(labels)}.",
                    "Aggregate by that label of a metric that has it, or change the title.");
            }
        }
    }

    /// <summary>An error rate is a share for most readers, and could be one: what was tried is counted, too.</summary>
    private static Remark? Share(Query query, string title)
    {
        if (!FailureRate().IsMatch(title) || query.All.Any(inner => inner is BinaryExpression { Operator: BinaryOperator.Divide }))
            return null;
        foreach (var metric in query.Tree.Selectors().Select(selector => selector.MetricName() ?? ""))
        {
            if (FailureCounter().Match(metric) is { Success: true } match
                && query.Metrics.All.FirstOrDefault(other => other.Counts is CountedOutcomes.Attempts && other.Name.StartsWith(match.Groups["of"].Value, StringComparison.Ordinal)) is { } attempts)
            {
                return new(LintRules.RateIsNoShare, query.Tree, "This is the number of failures per second, whatever the traffic, and no share of what was tried.",
                    $"Divide by the rate of {attempts.Name}, both summed by their common labels, if a share is meant.");
            }
        }
        return null;
    }

    private static string Singular(string word) => word.Length > 3 && word.EndsWith('s') ? word[..^1] : word;

    private static string List(IReadOnlySet<string> labels) => labels.Count == 0 ? "none" : string.Join(", ", labels.Order(StringComparer.Ordinal));

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex CamelCase();

    [GeneratedRegex(@"\bby (?<labels>[a-z][a-z ,_-]*)")]
    private static partial Regex By();

    [GeneratedRegex(@"\b(error|failure)s? ?rate\b")]
    private static partial Regex FailureRate();

    [GeneratedRegex("^(?<of>.+_)(error|failure)s?_total$")]
    private static partial Regex FailureCounter();
}
