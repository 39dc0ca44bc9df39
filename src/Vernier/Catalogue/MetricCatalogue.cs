namespace Vernier.Catalogue;

/// <summary>All that a system states of its metrics: the definitions, and the panels and alerts that read them. Immutable.</summary>
/// <param name="Name">The system's short name, in lower case with dashes; names the generated files.</param>
/// <param name="Title">The system's name as people write it.</param>
public sealed record MetricCatalogue(string Name, string Title)
{
    /// <summary>The metrics, in the order in which the reference page lists them.</summary>
    public required IReadOnlyList<MetricDefinition> Metrics { get; init; }

    /// <summary>The panels of the system's dashboard, in order.</summary>
    public IReadOnlyList<PanelDefinition> Panels { get; init; } = [];

    /// <summary>The alert rules.</summary>
    public IReadOnlyList<AlertDefinition> Alerts { get; init; } = [];
}
