using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports variables that the dashboard does not define.</summary>
internal sealed partial class UndefinedVariableRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (query.Source.Variables is not { } defined)
            yield break;
        string[] own = [.. defined.Where(name => !name.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        foreach (var name in Variable().Matches(query.Source.Text).Select(match => match.Groups["name"].Value).Distinct().Where(name => !defined.Contains(name)))
        {
            yield return new(LintRules.UndefinedVariable, query.Tree, $"The dashboard does not define the variable {name}, so ${name} is sent to Prometheus unchanged.",
                own.Length == 0 ? null : $"Use one of {string.Join(", ", own)}, or define the variable.");
        }
    }

    // Names that start with a digit, such as $1, are capture groups of label_replace.
    [GeneratedRegex(@"\$(\{(?<name>[a-zA-Z_]\w*)|(?<name>[a-zA-Z_]\w*))|\[\[(?<name>[a-zA-Z_]\w*)\]\]")]
    private static partial Regex Variable();
}
