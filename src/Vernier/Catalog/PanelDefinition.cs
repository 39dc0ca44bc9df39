namespace Vernier.Catalog;

/// <summary>
/// Defines a panel of a dashboard on the defined metrics. Immutable. Write the range of a rate as <c>[$__rate_interval]</c>, so that it follows the zoom.
/// Time series and heatmap panels show the exemplars of metrics that have them.
/// </summary>
/// <param name="Title">The title.</param>
/// <param name="Queries">The queries; at least one.</param>
public sealed record PanelDefinition(string Title, IReadOnlyList<PanelQuery> Queries)
{
    /// <summary>Gets the queries; at least one.</summary>
    public IReadOnlyList<PanelQuery> Queries { get; init => field = value is null ? value! : [.. value]; } = Queries is null ? Queries! : [.. Queries];

    /// <summary>Gets the kind of visualization; a time series by default.</summary>
    public PanelKind Kind { get; init; } = PanelKind.TimeSeries;

    /// <summary>Gets the question that the panel answers.</summary>
    public string Description { get; init; } = "";

    /// <summary>Gets the unit of the values as Grafana identifies it, for example <c>s</c>, <c>ops</c>, <c>percentunit</c>, <c>short</c> (the default).</summary>
    public string Unit { get; init; } = "short";

    /// <summary>Gets the row of the dashboard; empty for the first row, which has no title.</summary>
    public string Row { get; init; } = "";

    /// <summary>Gets the width in 24ths of the dashboard; 0 (the default) for the default of the kind.</summary>
    public int Width { get; init; }

    /// <summary>Gets the height in Grafana units of 30 pixels; 0 (the default) for the default of the kind.</summary>
    public int Height { get; init; }

    /// <summary>Gets the minimum of the axis or dial, in the unit of the panel; null (the default) to follow the data.</summary>
    public double? Min { get; init; }

    /// <summary>Gets the maximum of the axis or dial, in the unit of the panel; null (the default) to follow the data.</summary>
    public double? Max { get; init; }

    /// <summary>Gets the number of decimals; null (the default) for the choice of Grafana.</summary>
    public int? Decimals { get; init; }

    /// <summary>Gets the thresholds, ascending. Empty by default. Time series show them as dashed lines.</summary>
    public IReadOnlyList<PanelThreshold> Thresholds { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets the color below the first threshold; green by default.</summary>
    public PanelColor BaseColor { get; init; } = PanelColor.Green;

    /// <summary>Gets the texts that are shown instead of numbers. Empty by default.</summary>
    public IReadOnlyList<ValueMapping> Mappings { get; init => field = value is null ? value! : [.. value]; } = [];

    /// <summary>Gets whether the series of a time series panel are stacked. Use it if their sum is meaningful. False by default.</summary>
    public bool Stacked { get; init; }

    /// <summary>Gets the form of the legend; a list by default.</summary>
    public LegendForm Legend { get; init; } = LegendForm.List;
}

/// <summary>A query of a panel. Immutable.</summary>
/// <param name="Expression">The query.</param>
/// <param name="Legend">The name of a series, with labels in double braces: <c>{{handler}}</c>. Empty for the default of Grafana.</param>
public sealed record PanelQuery(PromQLExpression Expression, string Legend = "");

/// <summary>A value from which a panel uses a color. Immutable.</summary>
/// <param name="From">The value, in the unit of the panel.</param>
/// <param name="Color">The color.</param>
public sealed record PanelThreshold(double From, PanelColor Color);

/// <summary>A text that a panel shows instead of a number. Immutable.</summary>
/// <param name="Value">The number.</param>
/// <param name="Text">The text.</param>
/// <param name="Color">The color of the text.</param>
public sealed record ValueMapping(double Value, string Text, PanelColor Color);

/// <summary>The kind of visualization of a panel.</summary>
public enum PanelKind
{
    /// <summary>Lines over time.</summary>
    TimeSeries,

    /// <summary>One large number.</summary>
    Stat,

    /// <summary>One number on a dial.</summary>
    Gauge,

    /// <summary>Bars, one for each series.</summary>
    Bar,

    /// <summary>Rows and columns.</summary>
    Table,

    /// <summary>Buckets over time, as colors.</summary>
    Heatmap,

    /// <summary>States over time.</summary>
    StateTimeline,

    /// <summary>Shares of a whole.</summary>
    Pie,
}

/// <summary>The colors of panels, which follow the theme of Grafana.</summary>
public enum PanelColor
{
    /// <summary>Normal.</summary>
    Green,

    /// <summary>Needs attention.</summary>
    Yellow,

    /// <summary>Degraded.</summary>
    Orange,

    /// <summary>Failed or critical.</summary>
    Red,

    /// <summary>Neutral.</summary>
    Blue,

    /// <summary>Neutral, as a contrast to blue.</summary>
    Purple,

    /// <summary>The color of text.</summary>
    Text,
}

/// <summary>The form of the legend of a panel.</summary>
public enum LegendForm
{
    /// <summary>A list of names below the panel.</summary>
    List,

    /// <summary>A table below the panel with mean, maximum and last value.</summary>
    Table,

    /// <summary>No legend.</summary>
    Hidden,
}
