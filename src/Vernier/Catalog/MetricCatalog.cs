namespace Vernier.Catalog;

/// <summary>The metric definitions of a system and the dashboards, alerts and rules that read them. The toolkit generates files from it. Immutable.</summary>
/// <param name="Name">The short name of the system, in lower case with dashes. It names the generated files.</param>
/// <param name="Title">The display name of the system.</param>
public sealed record MetricCatalog(string Name, string Title)
{
    /// <summary>Gets the metrics, in the order in which the reference page lists them.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init => field = value is null ? value! : [.. value]; }

    /// <summary>Gets the dashboards. Empty by default. The rows of the objectives are added to the first one.</summary>
    public IReadOnlyList<DashboardDefinition> Dashboards { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the alert rules. Empty by default. Those of the objectives are generated.</summary>
    public IReadOnlyList<AlertDefinition> Alerts { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>
    /// Gets the time between two evaluations of the alert rules, in whole milliseconds; null (the default) for the evaluation interval of Prometheus.
    /// </summary>
    public TimeSpan? AlertInterval { get; init; }

    /// <summary>Gets the recording rules. Empty by default. Those of the objectives are generated.</summary>
    public IReadOnlyList<RecordingRuleDefinition> RecordingRules { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the service level objectives. Empty by default.</summary>
    public IReadOnlyList<SloDefinition> Objectives { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets how Prometheus scrapes the system; null (the default) for metrics that are exposed by other systems.</summary>
    public ScrapeDefinition? Scrape { get; init; }

    /// <summary>
    /// Gets Markdown text of the reference page, between the rules and the documented queries, for what concerns several metrics. Its headings are of
    /// level 2 or lower. Empty by default.
    /// </summary>
    public string Notes { get; init; } = "";

    /// <summary>Gets queries quoted from other documentation of the system, with a verdict on each. Empty by default.</summary>
    public IReadOnlyList<DocumentedQuery> DocumentedQueries { get; init => field = value is null ? value! : [.. value]; } = [];
}
