using System.Text.RegularExpressions;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>The names of recorded series (Prometheus documentation, "Recording rules", practices).</summary>
internal sealed partial class RecordingNameRule : IQueryRule
{
    public IEnumerable<Remark> Check(Query query)
    {
        if (query.Subject is { Use: QueryUse.Recording } rule && !Convention().IsMatch(rule.Title))
        {
            yield return new(LintRules.RecordingName, query.Tree, $"{rule.Title} does not say what is left of the labels and what was done.",
                "Name it level:metric:operations, as in job:http_requests:rate5m.");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9_]+(:[a-zA-Z0-9_]+)+$")]
    private static partial Regex Convention();
}
