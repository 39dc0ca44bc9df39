using Vernier.Catalog;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;

namespace Vernier.Toolkit.Lint.Rules;

/// <summary>Judges documented queries by what they return for the metrics of the documentation and for the metrics that a service exposes.</summary>
internal static class QueryVerdicts
{
    /// <summary>Returns the verdict and the findings it is based on, worst first.</summary>
    /// <param name="source">The query with its title.</param>
    /// <param name="documented">The metrics according to the documentation.</param>
    /// <param name="exposed">The metrics as a service exposes them; null if there is no service to compare with.</param>
    /// <param name="options">The options of the check.</param>
    public static (QueryVerdict Verdict, IReadOnlyList<LintFinding> Findings) Of(QuerySource source, KnownMetrics documented, KnownMetrics? exposed, LintOptions options)
    {
        IEnumerable<LintFinding> asDocumented = new QueryChecker(documented, options).Check(source);
        // A metric that the service does not expose at all does not affect the verdict; one that it exposes differently does.
        var asExposed = exposed is null ? [] : new QueryChecker(exposed, options).Check(source).Where(finding => finding.Rule.Effect is QueryEffect.MetricMismatch);
        LintFinding[] findings = [.. asDocumented.Concat(asExposed).Where(finding => finding.Rule.Effect is not QueryEffect.None).OrderByDescending(finding => finding.Rule.Effect)];
        return (Verdict(findings.FirstOrDefault()?.Rule.Effect ?? QueryEffect.None), findings);
    }

    private static QueryVerdict Verdict(QueryEffect worst) => worst switch
    {
        QueryEffect.None => QueryVerdict.Works,
        QueryEffect.Conditional => QueryVerdict.WorksWithCaveat,
        QueryEffect.Misleading => QueryVerdict.Misleads,
        QueryEffect.MetricMismatch => QueryVerdict.NeedsShape,
        QueryEffect.Empty => QueryVerdict.Broken,
        _ => throw new ArgumentOutOfRangeException(nameof(worst), worst, null),
    };
}
