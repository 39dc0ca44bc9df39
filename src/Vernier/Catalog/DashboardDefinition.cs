namespace Vernier.Catalog;

/// <summary>States one dashboard. Immutable.</summary>
/// <param name="Title">The title.</param>
/// <param name="Uid">The identifier by which Grafana knows it again when it is generated anew: 1 to 40 letters, digits, dashes and underscores.</param>
public sealed record DashboardDefinition(string Title, string Uid)
{
    /// <summary>Whom it is for and what it answers. Empty by default.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words by which it is found; none by default.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>How often it asks for new data, in whole seconds; 30 seconds by default, zero for never.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How much time it shows, in whole minutes; one hour by default.</summary>
    public TimeSpan Range { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The labels by which it can be narrowed; none by default. Data source, job and instance are there always. Every query whose metric has the
    /// label is narrowed by it, and the others are not.
    /// </summary>
    public IReadOnlyList<LabelDefinition> Variables { get; init; } = [];

    /// <summary>The panels, in order. Those of one row follow one another.</summary>
    public required IReadOnlyList<PanelDefinition> Panels { get; init; }
}
