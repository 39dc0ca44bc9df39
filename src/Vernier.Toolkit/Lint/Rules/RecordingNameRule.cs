using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Reports recorded series whose names do not follow the convention (Prometheus documentation, "Recording rules", best practices).</summary>
internal sealed partial class RecordingNameRule : IQueryRule
{
    public IEnumerable<QueryFinding> Check(Query query)
    {
        if (query.Source is { Kind: QueryKind.Recording } rule && !Convention().IsMatch(rule.Title))
            yield return new(LintRules.RecordingName, query.Tree, $"{rule.Title} is not of the form level:metric:operations.");
    }

    [GeneratedRegex("^[a-zA-Z0-9_]+(:[a-zA-Z0-9_]+)+$")]
    private static partial Regex Convention();
}
