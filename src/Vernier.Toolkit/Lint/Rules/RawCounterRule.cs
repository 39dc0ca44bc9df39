using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports counters that are read without a function over a range, or with <c>increase</c>.</summary>
internal sealed class RawCounterRule : IQueryRule
{
    // Functions that depend on the presence or the changes of a series, not on its value.
    private static readonly string[] PresenceFunctions = ["absent", "timestamp", "present_over_time", "absent_over_time", "count_over_time", "changes", "resets"];

    public IEnumerable<QueryFinding> Check(Query query)
    {
        foreach (var selector in query.Tree.Selectors())
        {
            if (query.Series(selector) is not { IsCounter: true } series || query.Ancestors(selector).Any(IsAboutPresence))
                continue;
            if (query.Parent(selector) is not MatrixSelector matrix)
            {
                yield return new(LintRules.RawCounter, selector, $"The value of {series.Metric.Name} counts since its process started and is reset to 0 by each restart.");
            }
            else if (query.Parent(matrix) is { } call && call.IsCallOf("increase"))
            {
                yield return new(LintRules.IncreaseEstimates, call,
                    "increase extrapolates from the samples in the range: it returns fractions, and counts the first event only if the series already existed at 0.",
                    series.Metric.FromStart == true ? "The series exists from startup; expect fractions." : null);
            }
        }
    }

    private static bool IsAboutPresence(Expression ancestor) =>
        ancestor is AggregateExpression { Operator: AggregateOperator.Count or AggregateOperator.Group } || ancestor.IsCallOf(PresenceFunctions);
}
