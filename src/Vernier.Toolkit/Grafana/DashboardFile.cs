using System.Text.Json.Nodes;
using Vernier.Catalog;
using Vernier.Toolkit.Expressions;
using Vernier.Toolkit.Rules;
using Vernier.Toolkit.Text;

namespace Vernier.Toolkit.Grafana;

/// <summary>Writes dashboards as JSON for Grafana (grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model).</summary>
internal static class DashboardFile
{
    public static string Write(MetricCatalog catalog, DashboardDefinition dashboard, ParsedExpressions expressions) => JsonText.Write(new JsonObject
    {
        ["id"] = null,
        ["uid"] = dashboard.Uid,
        ["title"] = dashboard.Title,
        ["description"] = dashboard.Description,
        ["tags"] = JsonText.Array(dashboard.Tags),
        ["timezone"] = "browser",
        ["editable"] = true,
        ["graphTooltip"] = 1,
        ["schemaVersion"] = GrafanaVersion.Schema,
        ["version"] = 1,
        ["refresh"] = dashboard.Refresh == TimeSpan.Zero ? "" : GrafanaDuration.Format(dashboard.Refresh),
        ["time"] = new JsonObject { ["from"] = $"now-{GrafanaDuration.Format(dashboard.Range)}", ["to"] = "now" },
        ["timepicker"] = new JsonObject(),
        ["links"] = new JsonArray(),
        ["annotations"] = new JsonObject { ["list"] = Annotations(new SystemRules(catalog).Alerts) },
        ["templating"] = new JsonObject { ["list"] = DashboardVariables.Write(catalog, dashboard) },
        ["panels"] = Panels(PanelsOf(catalog, dashboard), new PanelQueries(dashboard.Variables, catalog.Scrape?.Interval, expressions)),
    });

    /// <summary>Returns the panels of a dashboard; those of the objectives are appended to the first dashboard.</summary>
    public static IEnumerable<PanelDefinition> PanelsOf(MetricCatalog catalog, DashboardDefinition dashboard) =>
        ReferenceEquals(dashboard, catalog.Dashboards[0]) ? dashboard.Panels.Concat(ErrorBudget.Panels(catalog)) : dashboard.Panels;

    private static JsonArray Panels(IEnumerable<PanelDefinition> panels, PanelQueries queries)
    {
        var written = new JsonArray();
        var layout = new GridLayout();
        var row = "";
        foreach (var panel in panels)
        {
            if (panel.Row != row)
            {
                row = panel.Row;
                written.Add(new JsonObject
                {
                    ["id"] = written.Count + 1,
                    ["type"] = "row",
                    ["title"] = row,
                    ["collapsed"] = false,
                    ["gridPos"] = layout.PlaceRow(),
                    ["panels"] = new JsonArray(),
                });
            }
            written.Add(Panel(panel, written.Count + 1, layout, queries));
        }
        return written;
    }

    private static JsonObject Panel(PanelDefinition panel, int id, GridLayout layout, PanelQueries queries) => new()
    {
        ["id"] = id,
        ["type"] = PanelOptions.Plugin(panel.Kind),
        // Without a version, Grafana migrates the panel as if it were from the oldest version.
        ["pluginVersion"] = GrafanaVersion.Number,
        ["title"] = panel.Title,
        ["description"] = panel.Description,
        ["gridPos"] = layout.Place(PanelSize.Of(panel)),
        ["datasource"] = DataSource.Reference,
        ["targets"] = queries.Write(panel),
        ["transformations"] = PanelQueries.Transformations(panel),
        ["fieldConfig"] = PanelFields.Write(panel),
        ["options"] = PanelOptions.Options(panel),
    };

    /// <summary>Returns the built-in annotations, and one for the firing alerts of the system.</summary>
    private static JsonArray Annotations(IReadOnlyList<AlertDefinition> alerts)
    {
        var list = new JsonArray(new JsonObject
        {
            ["name"] = "Annotations & Alerts",
            ["builtIn"] = 1,
            ["type"] = "dashboard",
            ["datasource"] = new JsonObject { ["type"] = "grafana", ["uid"] = "-- Grafana --" },
            ["enable"] = true,
            ["hide"] = true,
            ["iconColor"] = "rgba(0, 211, 255, 1)",
        });
        if (alerts.Count > 0)
        {
            list.Add(new JsonObject
            {
                ["name"] = "Firing alerts",
                ["datasource"] = DataSource.Reference,
                ["enable"] = true,
                ["hide"] = false,
                ["iconColor"] = "red",
                ["expr"] = $"ALERTS{{alertstate=\"firing\", alertname=~\"{string.Join('|', alerts.Select(alert => alert.Name))}\"}}",
                ["titleFormat"] = "{{alertname}}",
                ["tagKeys"] = "severity",
                ["step"] = "30s",
            });
        }
        return list;
    }
}
