using Vernier.Catalogue;
using Vernier.Definitions;
using Vernier.Toolkit.Grafana;
using Vernier.Toolkit.PromQL;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Deploy;

/// <summary>What would make files that Grafana or Prometheus cannot load. All mistakes are told at once, each with its place.</summary>
internal static class CatalogueCheck
{
    public static void Check(IReadOnlyList<MetricCatalogue> catalogues)
    {
        IEnumerable<DashboardDefinition> dashboards = catalogues.SelectMany(catalogue => catalogue.Dashboards);
        string[] mistakes =
        [
            .. Twice(catalogues.Select(c => c.Name), "The catalogue"),
            .. Twice(dashboards.Select(d => d.Uid), "The dashboard"),
            .. Twice(catalogues.SelectMany(c => c.Objectives).Select(slo => slo.Name), "The objective"),
            .. Twice(catalogues.Select(c => c.Scrape?.Job).OfType<string>(), "The scrape job"),
            .. catalogues.SelectMany(OfCatalogue),
        ];
        if (mistakes.Length > 0)
            throw new DeployException(string.Join('\n', mistakes));
    }

    private static IEnumerable<string> OfCatalogue(MetricCatalogue catalogue)
    {
        string[] objectives = [.. catalogue.Objectives.SelectMany(OfObjective)];
        // What follows from an objective can only be looked at when that is right.
        IReadOnlyList<AlertDefinition> alerts = objectives.Length == 0 ? new SystemRules(catalogue).Alerts : catalogue.Alerts;
        return
        [
            .. objectives,
            .. catalogue.Dashboards.Count > 0 && catalogue.Metrics.Count == 0 ? [$"{catalogue.Name}: a dashboard needs metrics, and there are none."] : Array.Empty<string>(),
            .. Twice(alerts.Select(alert => alert.Name), $"{catalogue.Name}: the alert"),
            .. alerts.SelectMany(alert => Syntax($"{catalogue.Name}: alert {alert.Name}", alert.Expression, inPanel: false)),
            .. catalogue.RecordingRules.SelectMany(rule => Syntax($"{catalogue.Name}: recording rule {rule.Name}", rule.Expression, inPanel: false)),
            .. catalogue.Dashboards.SelectMany(dashboard => OfDashboard(catalogue, dashboard)),
        ];
    }

    private static IEnumerable<string> OfObjective(SloDefinition slo)
    {
        if (slo.Target is not (>= SloRules.LowestTarget and < 1))
            yield return $"objective {slo.Name}: the target is {slo.Target}; allowed is {SloRules.LowestTarget} or more, and below 1.";
        if (slo.Window < TimeSpan.FromDays(7) || slo.Window > TimeSpan.FromDays(90))
            yield return $"objective {slo.Name}: the window is {slo.Window.TotalDays} days; allowed are 7 to 90.";
        if (slo.Good is null == slo.Bad is null)
            yield return $"objective {slo.Name}: either Good or Bad has to be given, and not both.";
    }

    private static IEnumerable<string> OfDashboard(MetricCatalogue catalogue, DashboardDefinition dashboard)
    {
        if (dashboard.Uid.Length is 0 or > 40 || dashboard.Uid.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')))
            yield return $"{catalogue.Name}: the uid '{dashboard.Uid}' of a dashboard is not made of 1 to 40 letters, digits, dashes and underscores.";
        foreach (LabelDefinition variable in dashboard.Variables.Where(v => catalogue.Metrics.All(m => m.Labels.All(l => l.Name != v.Name))))
            yield return $"{dashboard.Uid}: no metric has the label '{variable.Name}' of a variable.";
        foreach (string row in dashboard.Panels.Select(p => p.Row).Where((row, i) => i == 0 || dashboard.Panels[i - 1].Row != row).GroupBy(r => r).Where(g => g.Count() > 1).Select(g => g.Key))
            yield return $"{dashboard.Uid}: the panels of the row '{row}' do not follow one another.";
        foreach (PanelDefinition panel in dashboard.Panels)
        {
            string place = $"{dashboard.Uid}: panel '{panel.Title}'";
            if (panel.Queries.Count == 0)
                yield return $"{place} has no query.";
            if (PanelSize.Of(panel) is not { Width: >= 1 and <= 24, Height: >= 1 })
                yield return $"{place} is {PanelSize.Of(panel).Width} columns wide and {PanelSize.Of(panel).Height} high; allowed are 1 to 24, and 1 or more.";
            if (panel.Thresholds.Zip(panel.Thresholds.Skip(1)).Any(pair => pair.Second.From <= pair.First.From))
                yield return $"{place}: the thresholds do not ascend.";
            foreach (string mistake in panel.Queries.SelectMany(query => Syntax(place, query.Expression, inPanel: true)))
                yield return mistake;
        }
    }

    private static IEnumerable<string> Syntax(string place, PromQl expression, bool inPanel)
    {
        try
        {
            PromQlParser.Parse(expression.ToString(), allowGrafanaVariables: inPanel);
            return [];
        }
        catch (PromQlException mistake)
        {
            return [$"{place}: {mistake.Message}\n    {expression}"];
        }
    }

    private static IEnumerable<string> Twice(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => $"{what} '{group.Key}' is there {group.Count()} times.");
}
