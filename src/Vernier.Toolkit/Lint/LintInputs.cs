using Vernier.Catalog;

namespace Vernier.Toolkit.Lint;

/// <summary>
/// What the linter looks at. Immutable. Queries are checked against the metrics of the endpoints and metric files that are named; when none is, against
/// those of the catalogs.
/// </summary>
public sealed record LintInputs
{
    /// <summary>Catalogs; none by default.</summary>
    public IReadOnlyList<MetricCatalog> Catalogs { get; init; } = [];

    /// <summary>Whether the catalogs are checked themselves (the default), or are only what other queries are checked against.</summary>
    public bool CheckCatalogs { get; init; } = true;

    /// <summary>
    /// Files and folders: rule files (<c>.yml</c>, <c>.yaml</c>), dashboards (<c>.json</c>), and metrics as an endpoint exposes them (<c>.prom</c>, <c>.txt</c>).
    /// None by default.
    /// </summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Metrics endpoints, http or https; none by default.</summary>
    public IReadOnlyList<Uri> Endpoints { get; init; } = [];
}
