using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports labels in a panel's legend that the result does not have. Grafana leaves them out, so that several series get the same name.</summary>
internal sealed partial class LegendRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (query.Source.Legend.Length == 0 || query.Labels.Of(query.Tree) is not { } labels)
            yield break;
        foreach (var label in LegendLabel().Matches(query.Source.Legend).Select(match => match.Groups["label"].Value).Distinct().Where(label => !labels.Contains(label)))
        {
            yield return new(LintRules.LegendLabel, query.Tree, $"The legend uses the label {label}, which the result does not have.",
                labels.Count == 0 ? "Remove the label; the result has no labels." : $"Use one of {string.Join(", ", labels.Order(StringComparer.Ordinal))}.");
        }
    }

    // Excludes __name__, which raw metrics have.
    [GeneratedRegex(@"\{\{\s*(?!__)(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}")]
    private static partial Regex LegendLabel();
}
