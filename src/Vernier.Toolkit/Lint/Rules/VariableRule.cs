using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Variables that the dashboard does not define.</summary>
internal sealed partial class VariableRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject.Variables is not { } defined)
            yield break;
        foreach (var name in Variable().Matches(query.Subject.Text).Select(match => match.Groups["name"].Value).Distinct().Where(name => !defined.Contains(name)))
        {
            yield return new(LintRules.UndefinedVariable, query.Tree, $"The dashboard defines no variable {name}, so ${name} is sent as it is.",
                defined.Any(known => !known.StartsWith("__", StringComparison.Ordinal))
                    ? $"It defines {string.Join(", ", defined.Where(known => !known.StartsWith("__", StringComparison.Ordinal)).Order(StringComparer.Ordinal))}."
                    : "Define it, or write the value.");
        }
    }

    // $1 and its like stand in label_replace.
    [GeneratedRegex(@"\$(\{(?<name>[a-zA-Z_]\w*)|(?<name>[a-zA-Z_]\w*))|\[\[(?<name>[a-zA-Z_]\w*)\]\]")]
    private static partial Regex Variable();
}
