using Vernier.Catalog;
using Vernier.Toolkit.Rules;

namespace Vernier.Toolkit.Grafana;

/// <summary>The row of a dashboard that shows for each objective how it stands, how much of the error budget is left, and how fast it burns.</summary>
internal static class ErrorBudget
{
    private const string Row = "Objectives";

    public static IEnumerable<PanelDefinition> Panels(MetricCatalog catalog) =>
        catalog.Objectives.SelectMany(slo => Panels(slo, new SloRules(slo)));

    private static IEnumerable<PanelDefinition> Panels(SloDefinition slo, SloRules rules)
    {
        var ours = $"{{{rules.Matcher},job=~\"$job\"}}";
        var budget = SloRules.Number(rules.Budget);
        yield return new($"{slo.Name}: good events", [new($"1 - {rules.Whole}{ours}", "{{job}}")])
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
        yield return new($"{slo.Name}: budget left", [new($"1 - {rules.Whole}{ours} / {budget}", "{{job}}")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            BaseColor = PanelColor.Red,
            Thresholds = [new(0.1, PanelColor.Orange), new(0.5, PanelColor.Green)],
            Height = 6,
            Row = Row,
            Description = "How much of the error budget of the whole window is left? Below zero the objective is missed.",
        };
        yield return new($"{slo.Name}: burn rate",
            [.. rules.Recent.Select(rule => new PanelQuery($"{rule}{ours} / {budget}", $"{{{{job}}}} over {rule.Name.Split("ratio_rate")[^1]}"))])
        {
            Min = 0,
            Thresholds = [new(1, PanelColor.Yellow), new(6, PanelColor.Red)],
            Width = 16,
            Height = 6,
            Row = Row,
            Description = "How many times faster than allowed is the budget used up? At 1 it lasts exactly as long as the window.",
        };
    }
}
