using Vernier.Catalog;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Grafana;

/// <summary>Creates the row of a dashboard that shows, for each objective, the good events, the remaining error budget, and the burn rate.</summary>
internal static class ErrorBudget
{
    private const string Row = "Objectives";

    public static IEnumerable<PanelDefinition> Panels(MetricCatalog catalog) =>
        catalog.Objectives.SelectMany(slo => Panels(slo, new SloRules(slo)));

    private static IEnumerable<PanelDefinition> Panels(SloDefinition slo, SloRules rules)
    {
        var selector = $"{{{rules.Matcher},job=~\"$job\"}}";
        var legend = string.Join(' ', rules.Labels.Select(label => $"{{{{{label}}}}}"));
        var budget = SloRules.Number(rules.Budget);
        yield return new($"{slo.Name}: good events", [new($"1 - {rules.WholeWindow}{selector}", legend)])
        {
            Kind = PanelKind.Stat,
            Unit = "percentunit",
            Decimals = 3,
            BaseColor = PanelColor.Red,
            Thresholds = [new(slo.Target, PanelColor.Green)],
            Height = 6,
            Row = Row,
            Description = slo.Description,
        };
        yield return new($"{slo.Name}: error budget remaining", [new($"1 - {rules.WholeWindow}{selector} / {budget}", legend)])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            BaseColor = PanelColor.Red,
            Thresholds = [new(0.1, PanelColor.Orange), new(0.5, PanelColor.Green)],
            Height = 6,
            Row = Row,
            Description = "The remaining share of the error budget over the whole window. Below zero, the objective is missed.",
        };
        yield return new($"{slo.Name}: burn rate",
            [.. rules.Recent.Select(rule => new PanelQuery($"{rule}{selector} / {budget}", $"{legend} over {rule.Name.Split("ratio_rate")[^1]}"))])
        {
            Min = 0,
            Thresholds = [new(1, PanelColor.Yellow), new(6, PanelColor.Red)],
            Width = 16,
            Height = 6,
            Row = Row,
            Description = "The speed at which the error budget is consumed. At 1, the budget lasts exactly for the window.",
        };
    }
}
