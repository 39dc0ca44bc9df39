using System.Text.Json.Nodes;
using Vernier.Catalog;

namespace Vernier.Toolkit.Grafana;

/// <summary>Maps each kind of panel to its Grafana plugin, and writes the options and the custom field configuration of the plugin.</summary>
internal static class PanelOptions
{
    public static string Plugin(PanelKind kind) => kind switch
    {
        PanelKind.TimeSeries => "timeseries",
        PanelKind.Stat => "stat",
        PanelKind.Gauge => "gauge",
        PanelKind.Bar => "bargauge",
        PanelKind.Table => "table",
        PanelKind.Heatmap => "heatmap",
        PanelKind.StateTimeline => "state-timeline",
        PanelKind.Pie => "piechart",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of panel."),
    };

    public static JsonObject Options(PanelDefinition panel) => panel.Kind switch
    {
        PanelKind.Stat => Stat(),
        PanelKind.Gauge => Gauge(),
        PanelKind.Bar => Bar(),
        PanelKind.Table => new() { ["frameIndex"] = 0, ["showHeader"] = true, ["cellHeight"] = "sm" },
        PanelKind.Heatmap => Heatmap(panel),
        PanelKind.StateTimeline => StateTimeline(panel),
        PanelKind.Pie => Pie(panel),
        _ => new() { ["legend"] = Legend(panel), ["tooltip"] = Tooltip() },
    };

    public static JsonObject Custom(PanelDefinition panel) => panel.Kind switch
    {
        PanelKind.TimeSeries => new()
        {
            ["drawStyle"] = "line",
            ["lineInterpolation"] = "linear",
            ["lineWidth"] = 1,
            ["fillOpacity"] = panel.Stacked ? 25 : 8,
            ["gradientMode"] = "none",
            ["showPoints"] = "never",
            ["spanNulls"] = false,
            ["stacking"] = new JsonObject { ["mode"] = panel.Stacked ? "normal" : "none", ["group"] = "A" },
            ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Thresholds.Count > 0 ? "dashed" : "off" },
        },
        PanelKind.StateTimeline => new() { ["fillOpacity"] = 80, ["lineWidth"] = 0 },
        PanelKind.Table => new() { ["align"] = "auto", ["inspect"] = false },
        _ => [],
    };

    private static JsonObject Stat() => new()
    {
        ["graphMode"] = "none",
        ["colorMode"] = "value",
        ["justifyMode"] = "auto",
        ["textMode"] = "auto",
        ["wideLayout"] = true,
        ["showPercentChange"] = false,
        ["percentChangeColorMode"] = "standard",
        ["orientation"] = "auto",
        ["reduceOptions"] = LastValue(),
    };

    private static JsonObject Gauge() => new()
    {
        ["showThresholdLabels"] = false,
        ["showThresholdMarkers"] = true,
        ["sizing"] = "auto",
        ["minVizWidth"] = 75,
        ["minVizHeight"] = 75,
        ["orientation"] = "auto",
        ["reduceOptions"] = LastValue(),
    };

    private static JsonObject Bar() => new()
    {
        ["displayMode"] = "gradient",
        ["valueMode"] = "color",
        ["namePlacement"] = "auto",
        ["showUnfilled"] = true,
        ["sizing"] = "auto",
        ["minVizWidth"] = 8,
        ["minVizHeight"] = 16,
        ["maxVizHeight"] = 300,
        ["orientation"] = "horizontal",
        ["legend"] = new JsonObject { ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = false, ["calcs"] = new JsonArray() },
        ["reduceOptions"] = LastValue(),
    };

    // Prometheus returns the buckets by their label le, so Grafana must not calculate them.
    private static JsonObject Heatmap(PanelDefinition panel) => new()
    {
        ["calculate"] = false,
        ["cellGap"] = 1,
        ["color"] = new JsonObject
        {
            ["mode"] = "scheme",
            ["scheme"] = "Oranges",
            ["fill"] = "dark-orange",
            ["scale"] = "exponential",
            ["exponent"] = 0.5,
            ["steps"] = 64,
            ["reverse"] = false,
        },
        ["exemplars"] = new JsonObject { ["color"] = "rgba(255,0,255,0.7)" },
        ["filterValues"] = new JsonObject { [MetricSeries.BucketLabel] = 1e-9 },
        ["legend"] = new JsonObject { ["show"] = true },
        ["rowsFrame"] = new JsonObject { ["layout"] = "auto" },
        ["showValue"] = "never",
        ["tooltip"] = new JsonObject { ["mode"] = "single", ["showColorScale"] = false, ["yHistogram"] = true },
        ["yAxis"] = new JsonObject { ["axisPlacement"] = "left", ["reverse"] = false, ["unit"] = panel.Unit },
    };

    private static JsonObject StateTimeline(PanelDefinition panel) => new()
    {
        ["alignValue"] = "left",
        ["mergeValues"] = true,
        ["rowHeight"] = 0.9,
        ["showValue"] = "auto",
        ["legend"] = Legend(panel),
        ["tooltip"] = Tooltip(),
    };

    private static JsonObject Pie(PanelDefinition panel)
    {
        var legend = Legend(panel);
        legend["values"] = new JsonArray("value", "percent");
        return new()
        {
            ["pieType"] = "donut",
            ["displayLabels"] = new JsonArray("percent"),
            ["orientation"] = "auto",
            ["legend"] = legend,
            ["tooltip"] = Tooltip(),
            ["reduceOptions"] = LastValue(),
        };
    }

    private static JsonObject LastValue() => new() { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false };

    private static JsonObject Tooltip() => new() { ["mode"] = "multi", ["sort"] = "desc" };

    private static JsonObject Legend(PanelDefinition panel) => new()
    {
        ["displayMode"] = panel.Legend is LegendForm.Table ? "table" : "list",
        ["placement"] = "bottom",
        ["showLegend"] = panel.Legend is not LegendForm.Hidden,
        ["calcs"] = panel.Legend is LegendForm.Table ? ["mean", "max", "lastNotNull"] : new JsonArray(),
    };
}
