using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Counters whose bare value is read, and increases.</summary>
internal sealed class RawCounterRule : IQueryRule
{
    // What asks only whether a series is there, or when it changed.
    private static readonly string[] Presence = ["absent", "timestamp", "present_over_time", "absent_over_time", "count_over_time", "changes", "resets"];

    public IEnumerable<Remark> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (query.Series(selector) is not { IsCounter: true } series || query.Around(selector).Any(IsAboutPresence))
                continue;
            if (query.Parent(selector) is not MatrixSelector matrix)
            {
                yield return new(LintRules.RawCounter, selector, $"The bare value of {series.Metric.Name} is what was counted since its process started, and falls to 0 with each start.",
                    "Use rate or increase over a time, unless just that is meant.");
            }
            else if (query.Parent(matrix) is { } call && call.IsCallOf("increase"))
            {
                yield return new(LintRules.IncreaseEstimates, call,
                    "increase estimates from the samples in the range: it gives fractions, and the first event counts only if the series was there before, at 0.",
                    series.Metric.FromStart == true ? "The series is there from the start; expect fractions." : "See that the series exists from the start, and expect fractions.");
            }
        }
    }

    private static bool IsAboutPresence(Expression around) =>
        around is AggregateExpression { Operator: AggregateOperator.Count or AggregateOperator.Group } || around.IsCallOf(Presence);
}
