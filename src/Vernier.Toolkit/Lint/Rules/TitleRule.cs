using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports titles that promise something the expression does not return.</summary>
internal sealed partial class TitleRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (query.Source.Kind is QueryKind.Recording)
            return [];
        var title = CamelCase().Replace(query.Source.Title, " ").ToLowerInvariant();
        return [.. Labels(query, title), .. Ratio(query, title)];
    }

    /// <summary>
    /// A title such as "by endpoint" needs a label of that name. A metric name that contains the word is accepted too, as in "top ten by cost".
    /// </summary>
    private static IEnumerable<QueryFinding> Labels(Query query, string title)
    {
        if (By().Match(title) is not { Success: true } by || query.Labels.Of(query.Tree) is not { } labels)
            yield break;
        string[] names = [.. labels.Concat(query.Tree.Selectors().Select(selector => selector.MetricName() ?? ""))];
        foreach (var promised in by.Groups["labels"].Value.Split([",", " and ", " or "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!promised.Split(' ').Any(word => names.Any(name => name.Contains(Singular(word), StringComparison.OrdinalIgnoreCase))))
            {
                yield return new(LintRules.TitleLabel, query.Tree,
                    $"The title promises values by {promised}, but the result has {(labels.Count == 0 ? "no labels" : $"only {string.Join(", ", labels.Order(StringComparer.Ordinal))}")}.");
            }
        }
    }

    /// <summary>Most readers expect an error rate to be a ratio. Reported only if the attempts are counted, so that the ratio can be calculated.</summary>
    private static IEnumerable<QueryFinding> Ratio(Query query, string title)
    {
        if (!FailureRate().IsMatch(title) || query.All.Any(inner => inner is BinaryExpression { Operator: BinaryOperator.Divide }))
            yield break;
        foreach (var metric in query.Tree.Selectors().Select(selector => selector.MetricName() ?? ""))
        {
            if (FailureCounter().Match(metric) is { Success: true } match
                && query.Metrics.All.FirstOrDefault(other => other.Counts is CountedOutcomes.Attempts && other.Name.StartsWith(match.Groups["stem"].Value, StringComparison.Ordinal)) is { } attempts)
            {
                yield return new(LintRules.RateNotRatio, query.Tree, "The title promises an error rate, but the query returns failures per second regardless of the traffic.",
                    $"Divide by the rate of {attempts.Name}, both summed by their common labels, if a ratio is intended.");
                yield break;
            }
        }
    }

    private static string Singular(string word) => word.Length > 3 && word.EndsWith('s') ? word[..^1] : word;

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex CamelCase();

    [GeneratedRegex(@"\bby (?<labels>[a-z][a-z ,_-]*)")]
    private static partial Regex By();

    [GeneratedRegex(@"\b(error|failure)s? ?rate\b")]
    private static partial Regex FailureRate();

    [GeneratedRegex("^(?<stem>.+_)(error|failure)s?_total$")]
    private static partial Regex FailureCounter();
}
