using Vernier.Catalog;
using Vernier.Toolkit.Grafana;

namespace Vernier.Toolkit.Deploy;

/// <summary>What is wrong with dashboards.</summary>
internal static class DashboardCheck
{
    public static IEnumerable<string> Of(MetricCatalog catalog)
    {
        if (catalog.Dashboards.Count > 0 && catalog.Metrics.Count == 0)
            yield return $"{catalog.Name}: a dashboard needs metrics, and there are none.";
        foreach (var mistake in catalog.Dashboards.SelectMany(dashboard => OfDashboard(catalog, dashboard)))
            yield return mistake;
    }

    private static IEnumerable<string> OfDashboard(MetricCatalog catalog, DashboardDefinition dashboard)
    {
        if (dashboard.Uid.Length is 0 or > 40 || dashboard.Uid.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            yield return $"{catalog.Name}: the uid '{dashboard.Uid}' of a dashboard is not made of 1 to 40 letters, digits, dashes and underscores.";
        if (dashboard.Range < TimeSpan.FromMinutes(1) || dashboard.Refresh < TimeSpan.Zero)
            yield return $"{dashboard.Uid}: the range is {dashboard.Range} and the refresh {dashboard.Refresh}; allowed are a minute or more, and zero or more.";
        if (dashboard.Panels.Count == 0 && catalog.Objectives.Count == 0)
            yield return $"{dashboard.Uid}: the dashboard has no panels.";
        foreach (var variable in dashboard.Variables.Where(v => catalog.Metrics.All(m => m.Labels.All(l => l.Name != v.Name))))
            yield return $"{dashboard.Uid}: no metric has the label '{variable.Name}' of a variable.";
        foreach (var mistake in Names.Twice([.. DashboardVariables.Always, .. dashboard.Variables.Select(v => v.Name)], $"{dashboard.Uid}: the variable"))
            yield return mistake;
        foreach (var row in dashboard.Panels.Select(p => p.Row).Where((row, i) => i == 0 || dashboard.Panels[i - 1].Row != row).GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return $"{dashboard.Uid}: the panels of the row '{row}' do not follow one another.";
        foreach (var mistake in dashboard.Panels.SelectMany(panel => OfPanel($"{dashboard.Uid}: panel '{panel.Title}'", panel)))
            yield return mistake;
    }

    private static IEnumerable<string> OfPanel(string place, PanelDefinition panel)
    {
        if (panel.Queries.Count == 0)
            yield return $"{place} has no query.";
        if (PanelSize.Of(panel) is not { Width: >= 1 and <= 24, Height: >= 1 })
            yield return $"{place} is {PanelSize.Of(panel).Width} columns wide and {PanelSize.Of(panel).Height} high; allowed are 1 to 24, and 1 or more.";
        if (panel.Decimals < 0)
            yield return $"{place} shows {panel.Decimals} decimals; allowed are 0 or more.";
        if (panel.Min >= panel.Max)
            yield return $"{place} goes from {panel.Min} to {panel.Max}.";
        // JSON has no other numbers.
        if (Numbers(panel).Any(number => !double.IsFinite(number)))
            yield return $"{place}: its smallest and largest value, thresholds and mapped values have to be finite numbers.";
        if (panel.Thresholds.Zip(panel.Thresholds.Skip(1)).Any(pair => pair.Second.From <= pair.First.From))
            yield return $"{place}: the thresholds do not ascend.";
        foreach (var mistake in panel.Queries.SelectMany(query => ExpressionCheck.Of(place, query.Expression, inPanel: true)))
            yield return mistake;
    }

    private static IEnumerable<double> Numbers(PanelDefinition panel) =>
        [panel.Min ?? 0, panel.Max ?? 0, .. panel.Thresholds.Select(threshold => threshold.From), .. panel.Mappings.Select(mapping => mapping.Value)];
}
