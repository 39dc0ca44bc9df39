namespace Vernier.Catalog;

/// <summary>All that a system states of its metrics: the definitions, and what reads them. From it the toolkit makes files. Immutable.</summary>
/// <param name="Name">The system's short name, in lower case with dashes; names the generated files.</param>
/// <param name="Title">The system's name as people write it.</param>
public sealed record MetricCatalog(string Name, string Title)
{
    /// <summary>The metrics, in the order in which the reference page lists them.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>The dashboards; none by default. The rows of the objectives are added to the first one.</summary>
    public IReadOnlyList<DashboardDefinition> Dashboards { get; init; } = [];

    /// <summary>The alert rules; none by default. Those of the objectives come by themselves.</summary>
    public IReadOnlyList<AlertDefinition> Alerts { get; init; } = [];

    /// <summary>The recording rules; none by default. Those of the objectives come by themselves.</summary>
    public IReadOnlyList<RecordingRuleDefinition> RecordingRules { get; init; } = [];

    /// <summary>The service level objectives; none by default.</summary>
    public IReadOnlyList<SloDefinition> Objectives { get; init; } = [];

    /// <summary>How Prometheus reads the system; null (the default) for metrics that come with another system's.</summary>
    public ScrapeDefinition? Scrape { get; init; }

    /// <summary>The queries that the system's documents print, with what is to be said of each; none by default.</summary>
    public IReadOnlyList<DocumentedQuery> DocumentedQueries { get; init; } = [];
}
