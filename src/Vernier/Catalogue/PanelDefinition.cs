namespace Vernier.Catalogue;

/// <summary>States one panel of a dashboard against the definitions. Immutable.</summary>
/// <param name="Title">What the panel shows, in a few words.</param>
/// <param name="Queries">The queries it draws, at least one.</param>
public sealed record PanelDefinition(string Title, IReadOnlyList<PanelQuery> Queries)
{
    /// <summary>How it shows them; lines over time by default.</summary>
    public PanelKind Kind { get; init; } = PanelKind.TimeSeries;

    /// <summary>The question that the panel answers.</summary>
    public string Description { get; init; } = "";

    /// <summary>The unit of the values by Grafana's identifier, e.g. <c>s</c>, <c>ops</c>, <c>percentunit</c>, <c>short</c> (the default).</summary>
    public string Unit { get; init; } = "short";

    /// <summary>The row of the dashboard that it stands in; empty for the first one, which has no title.</summary>
    public string Row { get; init; } = "";
}
