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
    /// Checks all inputs. Input that cannot be read is reported as a finding and does not stop the check. Endpoints are scraped one after another, each
    /// with the timeout of the options. Thread-safe.
    /// </summary>
    /// <param name="inputs">The input.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellation">Cancels the check.</param>
    /// <returns>The report, with findings ordered by location.</returns>
    /// <exception cref="OperationCanceledException">The check was canceled.</exception>
    public static async Task<LintReport> CheckAsync(LintInputs inputs, LintOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        options ??= new LintOptions();
        SourceContent[] catalogs = [.. inputs.Catalogs.Select(CatalogReader.Read)];
        var sources = new List<SourceContent>(SourceFiles.Read(inputs.Paths, options.Timeout, cancellation));
        foreach (var endpoint in inputs.Endpoints)
            sources.Add(await EndpointReader.ReadAsync(endpoint, options, cancellation).ConfigureAwait(false));

        SourceContent[] contents = [.. inputs.CheckCatalogs ? catalogs : [], .. sources];
        var replacesCatalogs = !inputs.CheckCatalogs && sources.Any(source => source.Metrics.Count > 0);
        var known = new KnownMetrics((replacesCatalogs ? sources : catalogs.Concat(sources)).SelectMany(source => source.Metrics), options.TargetLabels);
        QuerySource[] queries = [.. contents.SelectMany(content => content.Queries)];
        KnownMetric[] metrics = [.. contents.SelectMany(content => content.Metrics)];

        var checker = new QueryChecker(known, options);
        LintFinding[] findings =
        [
            .. contents.SelectMany(content => content.Findings),
            .. metrics.SelectMany(metric => MetricRules.Check(metric, options)),
            // Recording rules first and in order, because they add the metrics that other queries read.
            .. queries.Where(query => query.Kind is QueryKind.Recording).SelectMany(checker.Check),
            .. queries.Where(query => query.Kind is not QueryKind.Recording).AsParallel().WithCancellation(cancellation).SelectMany(checker.Check),
            .. UnusedMetricRule.Check(metrics, queries),
            .. inputs.CheckCatalogs ? inputs.Catalogs.SelectMany(catalog => DocumentedQueryCheck.Check(catalog, known, options)) : [],
        ];
        var reported = options.Suppressions is { } file ? Suppressions.Read(file).Apply(findings) : findings;
        LintFinding[] ordered =
        [
            .. reported.OrderBy(f => f.Location.File, StringComparer.Ordinal).ThenBy(f => f.Location.Line).ThenBy(f => f.Location.Column).ThenBy(f => f.Rule.Id, StringComparer.Ordinal),
        ];
        return new LintReport(ordered, queries.Length, metrics.Length);
    }
}
