namespace Vernier.Catalog;

/// <summary>How a panel shows its data.</summary>
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

    /// <summary>Buckets over time as colours.</summary>
    Heatmap,

    /// <summary>States over time.</summary>
    StateTimeline,

    /// <summary>Shares of a whole.</summary>
    Pie,
}
