namespace Vernier.Catalog;

/// <summary>
/// States one panel of a dashboard against the definitions. Immutable. A rate's range is written <c>[$__rate_interval]</c>, so that it follows the
/// zoom. Queries of histograms and counters that keep exemplars show them when the panel draws lines or a heatmap.
/// </summary>
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

    /// <summary>The width in 24ths of the dashboard; 0 (the default) takes what suits the kind.</summary>
    public int Width { get; init; }

    /// <summary>The height in Grafana's units of 30 pixels; 0 (the default) takes what suits the kind.</summary>
    public int Height { get; init; }

    /// <summary>The smallest value of the axis or dial, in the panel's unit; null (the default) follows the data.</summary>
    public double? Min { get; init; }

    /// <summary>The largest value of the axis or dial, in the panel's unit; null (the default) follows the data.</summary>
    public double? Max { get; init; }

    /// <summary>How many decimals are shown; null (the default) leaves it to Grafana.</summary>
    public int? Decimals { get; init; }

    /// <summary>From which value on which colour is used, ascending; none by default. Lines over time show them as dashed lines.</summary>
    public IReadOnlyList<PanelThreshold> Thresholds { get; init; } = [];

    /// <summary>The colour below the first threshold; green by default.</summary>
    public PanelColor BaseColor { get; init; } = PanelColor.Green;

    /// <summary>Words that are shown instead of numbers; none by default.</summary>
    public IReadOnlyList<ValueMapping> Mappings { get; init; } = [];

    /// <summary>Whether lines over time are filled and stacked, because their sum means something. False by default.</summary>
    public bool Stacked { get; init; }

    /// <summary>How the series are named beside the drawing; a list by default.</summary>
    public LegendForm Legend { get; init; } = LegendForm.List;
}
