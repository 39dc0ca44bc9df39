using System.Globalization;
using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>Writes the field configuration of a panel: unit, range, colors, and value mappings.</summary>
internal static class PanelFields
{
    public static JsonObject Write(PanelDefinition panel)
    {
        var defaults = new JsonObject { ["unit"] = panel.Unit };
        if (panel.Decimals is { } decimals)
            defaults["decimals"] = decimals;
        if (panel.Min is { } min)
            defaults["min"] = min;
        if (panel.Max is { } max)
            defaults["max"] = max;
        defaults["color"] = new JsonObject { ["mode"] = ColorsByValue(panel.Kind) ? "thresholds" : "palette-classic" };
        defaults["thresholds"] = new JsonObject
        {
            ["mode"] = "absolute",
            ["steps"] = JsonText.Array([Step(null, panel.BaseColor), .. panel.Thresholds.Select(threshold => Step(threshold.From, threshold.Color))]),
        };
        defaults["mappings"] = Mappings(panel.Mappings);
        defaults["custom"] = PanelOptions.Custom(panel);
        return new() { ["defaults"] = defaults, ["overrides"] = new JsonArray() };
    }

    private static bool ColorsByValue(PanelKind kind) => kind is PanelKind.Stat or PanelKind.Gauge or PanelKind.Bar or PanelKind.StateTimeline;

    private static JsonObject Step(double? from, PanelColor color) => new() { ["value"] = from, ["color"] = Color(color) };

    private static JsonArray Mappings(IReadOnlyList<ValueMapping> mappings)
    {
        if (mappings.Count == 0)
            return [];
        var words = new JsonObject();
        foreach (var mapping in mappings)
        {
            words[mapping.Value.ToString(CultureInfo.InvariantCulture)] =
                new JsonObject { ["text"] = mapping.Text, ["color"] = Color(mapping.Color), ["index"] = words.Count };
        }
        return [new JsonObject { ["type"] = "value", ["options"] = words }];
    }

    private static string Color(PanelColor color) => color.ToString().ToLowerInvariant();
}
