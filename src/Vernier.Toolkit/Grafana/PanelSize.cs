using Vernier.Catalog;

namespace Vernier.Toolkit.Grafana;

/// <summary>The size of a panel in grid columns (24 per dashboard) and rows of 30 pixels: as defined, or the default of its kind.</summary>
internal readonly record struct PanelSize(int Width, int Height)
{
    public static PanelSize Of(PanelDefinition panel)
    {
        (var width, var height) = panel.Kind switch
        {
            PanelKind.Stat or PanelKind.Gauge => (4, 4),
            PanelKind.Bar or PanelKind.Pie => (6, 8),
            PanelKind.Table => (24, 8),
            PanelKind.StateTimeline => (24, 6),
            _ => (12, 8),
        };
        return new(panel.Width > 0 ? panel.Width : width, panel.Height > 0 ? panel.Height : height);
    }
}
