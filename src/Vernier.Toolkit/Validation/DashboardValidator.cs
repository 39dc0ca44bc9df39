using Vernier.Catalog;
using Vernier.Toolkit.Grafana;

namespace Vernier.Toolkit.Validation;

/// <summary>Finds errors in the dashboards of a catalog.</summary>
internal sealed class DashboardValidator(ExpressionValidator expressions)
{
    private const string NameCharacters = "1 to 40 letters, digits, dashes, and underscores";

    public IEnumerable<string> Validate(MetricCatalog catalog)
    {
        if (catalog.Dashboards.Count > 0 && catalog.Metrics.Count == 0)
            yield return $"{catalog.Name}: the catalog has dashboards but no metrics.";
        foreach (var error in catalog.Dashboards.SelectMany(dashboard => Validate(catalog, dashboard)))
            yield return error;
    }

    private IEnumerable<string> Validate(MetricCatalog catalog, DashboardDefinition dashboard)
    {
        if (!IsName(dashboard.Uid))
            yield return $"{catalog.Name}: the dashboard UID '{dashboard.Uid}' is not valid; allowed are {NameCharacters}.";
        else if (!IsName(dashboard.FileName))
            yield return $"{dashboard.Uid}: the file name '{dashboard.FileName}' is not valid; allowed are {NameCharacters}.";
        if (dashboard.Range < TimeSpan.FromMinutes(1))
            yield return $"{dashboard.Uid}: the range {dashboard.Range} is too short; the minimum is 1m.";
        if (dashboard.Refresh < TimeSpan.Zero)
            yield return $"{dashboard.Uid}: the refresh interval {dashboard.Refresh} must not be negative.";
        if (dashboard.Panels.Count == 0 && catalog.Objectives.Count == 0)
            yield return $"{dashboard.Uid}: the dashboard has no panels.";
        foreach (var variable in dashboard.Variables.Where(v => catalog.Metrics.All(m => m.Labels.All(l => l.Name != v.Name))))
            yield return $"{dashboard.Uid}: no metric has the label '{variable.Name}' of the variable.";
        foreach (var error in NameRules.Duplicates([.. DashboardVariables.BuiltIn, .. dashboard.Variables.Select(v => v.Name)], $"{dashboard.Uid}: duplicate variable"))
            yield return error;
        foreach (var row in SplitRows(dashboard.Panels))
            yield return $"{dashboard.Uid}: the panels of row '{row}' must be adjacent.";
        foreach (var error in dashboard.Panels.SelectMany(panel => Validate($"{dashboard.Uid}: panel '{panel.Title}'", panel)))
            yield return error;
    }

    private IEnumerable<string> Validate(string location, PanelDefinition panel)
    {
        if (panel.Queries.Count == 0)
            yield return $"{location}: the panel has no query.";
        if (PanelSize.Of(panel) is var size && size is not { Width: >= 1 and <= 24, Height: >= 1 })
            yield return $"{location}: the size {size.Width}x{size.Height} is out of range; allowed are widths of 1 to 24 and heights of 1 or more.";
        if (panel.Decimals < 0)
            yield return $"{location}: Decimals is {panel.Decimals} but must not be negative.";
        if (panel.Min >= panel.Max)
            yield return $"{location}: Min ({panel.Min}) must be less than Max ({panel.Max}).";
        // JSON cannot represent NaN and infinities.
        if (Numbers(panel).Any(number => !double.IsFinite(number)))
            yield return $"{location}: Min, Max, thresholds, and mapped values must be finite numbers.";
        if (panel.Thresholds.Zip(panel.Thresholds.Skip(1)).Any(pair => pair.Second.From <= pair.First.From))
            yield return $"{location}: the thresholds must be in ascending order.";
        foreach (var error in panel.Queries.SelectMany(query => expressions.Validate(location, query.Expression, inPanel: true)))
            yield return error;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 40 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Returns the rows whose panels are separated by panels of other rows.</summary>
    private static IEnumerable<string> SplitRows(IReadOnlyList<PanelDefinition> panels) =>
        panels.Select(panel => panel.Row).Where((row, i) => i == 0 || panels[i - 1].Row != row).GroupBy(row => row).Where(group => group.Count() > 1).Select(group => group.Key);

    private static IEnumerable<double> Numbers(PanelDefinition panel) =>
        [panel.Min ?? 0, panel.Max ?? 0, .. panel.Thresholds.Select(threshold => threshold.From), .. panel.Mappings.Select(mapping => mapping.Value)];
}
