using Vernier.Catalog;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Lint;

/// <summary>Compares the verdicts of a catalog on its documented queries with the verdicts of the linter.</summary>
internal static class DocumentedQueryCheck
{
    public static IEnumerable<LintFinding> Check(MetricCatalog catalog, KnownMetrics metrics, LintOptions options)
    {
        foreach (var query in catalog.DocumentedQueries)
        {
            var source = CatalogReader.ToSource(catalog, query);
            (var verdict, var findings) = QueryVerdicts.Of(source, metrics, exposed: null, options);
            // NeedsShape cannot be verified without a service that exposes the metric differently; only Broken contradicts it.
            if (verdict != query.Verdict && (query.Verdict is not QueryVerdict.NeedsShape || verdict is QueryVerdict.Broken))
            {
                yield return new(LintRules.DocumentedVerdict, source.Location,
                    $"The catalog's verdict on {query.Id} is {query.Verdict}, but the linter's is {verdict}{(findings.Count > 0 ? $": {findings[0].Message}" : ".")}", LintRules.DocumentedVerdict.Fix);
            }
        }
    }
}
