using System.Text.RegularExpressions;
using Vernier.PromQL.Language;
using Vernier.PromQL.Syntax;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Checks the templates in the annotations of alerts (Prometheus documentation, "Template reference").</summary>
internal sealed partial class TemplateRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query) => query.Source.Kind is QueryKind.Alert
        ? query.Source.Annotations.SelectMany(annotation => Labels(query, annotation.Key, annotation.Value).Concat(Units(query, annotation.Key, annotation.Value)))
        : [];

    private static IEnumerable<QueryFinding> Labels(Query query, string annotation, string text)
    {
        if (query.Labels.Of(query.Tree) is not { } labels)
            yield break;
        foreach (var label in UsedLabel().Matches(text).Select(match => match.Groups["label"].Value).Distinct().Where(label => !labels.Contains(label)))
        {
            yield return new(LintRules.TemplateLabel, query.Tree, $"Annotation {annotation} uses the label {label}, which the alert does not have.",
                labels.Count == 0 ? "Remove the label; the alert has no labels." : $"Use one of {string.Join(", ", labels.Order(StringComparer.Ordinal))}.");
        }
    }

    private static IEnumerable<QueryFinding> Units(Query query, string annotation, string text)
    {
        string[] functions = [.. FormattedValue().Matches(text).Select(match => match.Groups["function"].Value)];
        if (query.Units.Of(query.Tree) is { } unit && functions.FirstOrDefault() is { } function && Accepted(function) is { } accepted && !accepted.Contains(unit))
        {
            yield return new(LintRules.TemplateUnit, query.Tree,
                $"Annotation {annotation} formats the value with {function}, which expects {accepted[0]}, but the value is in {unit}.");
        }
        if (IsThresholdBelowOne(query.Tree) && functions.Contains("humanize"))
        {
            yield return new(LintRules.TemplateUnit, query.Tree,
                $"Annotation {annotation} formats the value with humanize, which prints 0.1 as 100m; readers take it for 100 million.", "Use printf \"%.2f\".");
        }
    }

    private static bool IsThresholdBelowOne(Expression condition) =>
        condition.WithoutParentheses() is BinaryExpression { Right: NumberLiteral { Value: > 0 and < 1 } } comparison && comparison.Operator.IsComparison();

    private static ValueUnit[]? Accepted(string function) => function switch
    {
        "humanizeDuration" => [new(ValueUnit.Seconds)],
        "humanizePercentage" => [new(ValueUnit.Ratio), new(ValueUnit.Seconds, PerSecond: true)],
        "humanize1024" => [new(ValueUnit.Bytes), new(ValueUnit.Bytes, PerSecond: true)],
        _ => null,
    };

    [GeneratedRegex(@"(\$labels\.|\.Labels\.|index \$labels "")(?<label>[a-zA-Z_][a-zA-Z0-9_]*)")]
    private static partial Regex UsedLabel();

    [GeneratedRegex(@"(\$value|\.Value)\s*\|\s*(?<function>[a-zA-Z0-9]+)")]
    private static partial Regex FormattedValue();
}
