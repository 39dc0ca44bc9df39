using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Labels in a panel's legend: Grafana leaves out those that the result does not have, so that several series are called the same.</summary>
internal sealed partial class LegendRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject.Legend.Length == 0 || query.Labels.Of(query.Tree) is not { } labels)
            yield break;
        foreach (var label in LabelShown().Matches(query.Subject.Legend).Select(match => match.Groups["label"].Value).Distinct().Where(label => !labels.Contains(label)))
        {
            yield return new(LintRules.LegendLabel, query.Tree, $"The legend names the label {label}, and the result does not have it: nothing is shown.",
                labels.Count == 0 ? "It has no labels." : $"It has {string.Join(", ", labels.Order(StringComparer.Ordinal))}.");
        }
    }

    // Not __name__, which a bare metric has.
    [GeneratedRegex(@"\{\{\s*(?!__)(?<label>[a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}")]
    private static partial Regex LabelShown();
}
