using Vernier.Catalog;

namespace Vernier.Toolkit.Lint;

/// <summary>
/// The input of the linter. Immutable. Queries are checked against the metrics of <see cref="Catalogs"/>, <see cref="Endpoints"/> and the metric files in
/// <see cref="Paths"/>. If <see cref="CheckCatalogs"/> is false, metrics of endpoints and metric files replace those of the catalogs.
/// </summary>
public sealed record LintInputs
{
    /// <summary>Gets the catalogs. Default: none.</summary>
    public IReadOnlyList<MetricCatalog> Catalogs { get; init; } = [];

    /// <summary>Gets a value indicating whether the catalogs themselves are checked (the default), or only provide the metrics for other queries.</summary>
    public bool CheckCatalogs { get; init; } = true;

    /// <summary>
    /// Gets the files and folders: rule files (<c>.yml</c>, <c>.yaml</c>), dashboards (<c>.json</c>), and metrics in the Prometheus text format or
    /// OpenMetrics (<c>.prom</c>, <c>.txt</c>, <c>.metrics</c>). Default: none.
    /// </summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Gets the metrics endpoints (http or https). User info in a URL is sent as basic authentication and never reported. Default: none.</summary>
    public IReadOnlyList<Uri> Endpoints { get; init; } = [];
}
