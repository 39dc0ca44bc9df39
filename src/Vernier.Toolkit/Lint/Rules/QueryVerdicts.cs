using Vernier.Catalog;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Judges queries that a document prints: what they return when the metrics are as the document says, and as some service really exposes them.</summary>
internal static class QueryVerdicts
{
    /// <summary>The verdict, and the findings that it rests on.</summary>
    /// <param name="subject">The query with its title.</param>
    /// <param name="documented">The metrics as the document says.</param>
    /// <param name="exposed">The metrics as a service exposes them; null when there is none to compare with.</param>
    /// <param name="options">What is taken for granted.</param>
    public static (QueryVerdict Verdict, IReadOnlyList<LintFinding> Findings) Of(QuerySubject subject, KnownMetrics documented, KnownMetrics? exposed, LintOptions options)
    {
        IEnumerable<LintFinding> asDocumented = new QueryCheck(documented, options).Check(subject);
        // What a service does not expose at all says nothing of the query; what it exposes otherwise does.
        var asExposed = exposed is null ? [] : new QueryCheck(exposed, options).Check(subject).Where(finding => finding.Rule.Effect is QueryEffect.OtherShape);
        LintFinding[] findings = [.. asDocumented.Concat(asExposed).Where(finding => finding.Rule.Effect is not QueryEffect.None).OrderByDescending(finding => finding.Rule.Effect)];
        return (Verdict(findings.FirstOrDefault()?.Rule.Effect ?? QueryEffect.None), findings);
    }

    private static QueryVerdict Verdict(QueryEffect worst) => worst switch
    {
        QueryEffect.None => QueryVerdict.Works,
        QueryEffect.Condition => QueryVerdict.WorksWithCaveat,
        QueryEffect.Misleads => QueryVerdict.Misleads,
        QueryEffect.OtherShape => QueryVerdict.NeedsShape,
        QueryEffect.Empty => QueryVerdict.Broken,
        _ => throw new ArgumentOutOfRangeException(nameof(worst), worst, null),
    };
}
