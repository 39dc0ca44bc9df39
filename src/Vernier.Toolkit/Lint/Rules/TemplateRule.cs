using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>What the templates in an alert's annotations read (Prometheus documentation, "Template reference").</summary>
internal sealed partial class TemplateRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject.Use is not QueryUse.Alert)
            yield break;
        foreach ((var annotation, var text) in query.Subject.Annotations)
        {
            if (query.Labels.Of(query.Tree) is { } labels)
            {
                foreach (var label in LabelRead().Matches(text).Select(match => match.Groups["label"].Value).Distinct().Where(label => !labels.Contains(label)))
                {
                    yield return new(LintRules.TemplateLabel, query.Tree, $"The annotation {annotation} reads the label {label}, and the alert's series do not have it: nothing is shown.",
                        labels.Count == 0 ? "They have no labels." : $"They have {string.Join(", ", labels.Order(StringComparer.Ordinal))}.");
                }
            }
            if (query.Units.Of(query.Tree) is { } unit && ValueShown().Match(text) is { Success: true } shown && Expected(shown.Groups["function"].Value) is { } expected && !expected.Contains(unit))
            {
                yield return new(LintRules.TemplateUnit, query.Tree,
                    $"The annotation {annotation} shows the value by {shown.Groups["function"].Value}, which takes {expected[0]}; it is in {unit}.",
                    "Use humanize or printf with the unit, or bring the expression into that unit.");
            }
            if (IsBelowOne(query.Tree) && ValueShown().Matches(text).Any(match => match.Groups["function"].Value == "humanize"))
            {
                yield return new(LintRules.TemplateUnit, query.Tree,
                    $"The annotation {annotation} shows the value by humanize, which writes 0.1 as 100m: that reads as a hundred million.", "Use printf \"%.2f\".");
            }
        }
    }

    private static bool IsBelowOne(Expression condition) =>
        condition.Bare() is BinaryExpression { Right: NumberLiteral { Value: > 0 and < 1 } } comparison && comparison.Operator.IsComparison();

    private static ValueUnit[]? Expected(string function) => function switch
    {
        "humanizeDuration" => [new(ValueUnit.Seconds)],
        "humanizePercentage" => [new(ValueUnit.Ratio), new(ValueUnit.Seconds, PerSecond: true)],
        "humanize1024" => [new(ValueUnit.Bytes), new(ValueUnit.Bytes, PerSecond: true)],
        _ => null,
    };

    [GeneratedRegex(@"(\$labels\.|\.Labels\.|index \$labels "")(?<label>[a-zA-Z_][a-zA-Z0-9_]*)")]
    private static partial Regex LabelRead();

    [GeneratedRegex(@"(\$value|\.Value)\s*\|\s*(?<function>[a-zA-Z0-9]+)")]
    private static partial Regex ValueShown();
}
