using Vernier.Toolkit.Lint.Findings;
using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Queries;
using Vernier.Toolkit.Lint.Rules;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Lint;

/// <summary>Checks metrics, and queries against metrics.</summary>
public static class Linter
{
    /// <summary>
    /// Checks all that is given. What cannot be read is a finding, and the rest is checked all the same. Thread-safe; the endpoints are asked one after
    /// another, each with the options' timeout.
    /// </summary>
    /// <param name="inputs">What to look at.</param>
    /// <param name="options">What to take for granted; null for the defaults.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static async Task<LintReport> CheckAsync(LintInputs inputs, LintOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= new LintOptions();
        SourceContent[] catalogs = [.. inputs.Catalogs.Select(CatalogReader.Read)];
        var named = new List<SourceContent>(SourceFiles.Read(inputs.Paths));
        foreach (var endpoint in inputs.Endpoints)
            named.Add(await EndpointReader.ReadAsync(endpoint, options, cancellation).ConfigureAwait(false));

        SourceContent[] looked = [.. inputs.CheckCatalogs ? catalogs : [], .. named];
        var hasOwnMetrics = named.Any(source => source.Metrics.Count > 0);
        var metrics = new KnownMetrics((hasOwnMetrics && !inputs.CheckCatalogs ? named : catalogs.Concat(named)).SelectMany(source => source.Metrics), options.TargetLabels);
        QuerySubject[] queries = [.. looked.SelectMany(source => source.Queries)];
        KnownMetric[] lookedMetrics = [.. looked.SelectMany(source => source.Metrics)];

        var check = new QueryCheck(metrics, options);
        LintFinding[] findings =
        [
            .. looked.SelectMany(source => source.Findings),
            .. lookedMetrics.SelectMany(metric => MetricRules.Check(metric, options)),
            // What is recorded is known to all others, so it comes first, and in order.
            .. queries.Where(query => query.Use is QueryUse.Recording).SelectMany(check.Check),
            .. queries.Where(query => query.Use is not QueryUse.Recording).AsParallel().WithCancellation(cancellation).SelectMany(check.Check),
            .. UsageRule.Check(lookedMetrics, queries),
            .. inputs.CheckCatalogs ? inputs.Catalogs.SelectMany(catalog => DocumentedQueryCheck.Check(catalog, metrics, options)) : [],
        ];
        var told = options.Deviations is { } file ? Deviations.Read(file).Apply(findings) : findings;
        return new LintReport([.. told.OrderBy(f => f.Place.File, StringComparer.Ordinal).ThenBy(f => f.Place.Line).ThenBy(f => f.Place.Column).ThenBy(f => f.Rule.Id, StringComparer.Ordinal)],
            queries.Length, lookedMetrics.Length);
    }
}
