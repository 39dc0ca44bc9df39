using Vernier.Catalog;
using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Lint;

/// <summary>Whether what a catalog says of a documented query is what the linter finds.</summary>
internal static class DocumentedQueryCheck
{
    public static IEnumerable<LintFinding> Check(MetricCatalog catalog, KnownMetrics metrics, LintOptions options)
    {
        foreach (var query in catalog.DocumentedQueries)
        {
            var subject = CatalogReader.Documented(catalog, query);
            (var found, var why) = QueryVerdicts.Of(subject, metrics, exposed: null, options);
            // That ours has the shape a query needs cannot be seen from ours alone.
            if (found != query.Verdict && (query.Verdict is not QueryVerdict.NeedsShape || found is QueryVerdict.Broken))
            {
                yield return new(LintRules.DocumentedVerdict, subject.Place, $"The catalog says of {query.Id} '{query.Verdict}', and the linter finds '{found}'{(why.Count > 0 ? $": {why[0].Reason}" : ".")}",
                    "Correct the verdict, or the metric.");
            }
        }
    }
}
