using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The panels of Cost Attribution.</summary>
internal static partial class AiOrchestratorDashboards
{
    private const string TotalRow = "Total";
    private const string ByRow = "By repository and user";
    private const string CardinalityRow = "Cardinality";
    private const string Dollars = "currencyUSD";

    private static IReadOnlyList<PanelDefinition> CostPanels =>
    [
        Stat(TotalRow, "Total cost (all time)", "What did all runs cost? The total continues after restarts.", AiOrchestratorQueries.TotalCost, Dollars),
        Stat(TotalRow, "Cost in last 24 hours", "What did the last day cost?", AiOrchestratorQueries.CostInADay, Dollars),
        Stat(TotalRow, "Cost rate per hour", "What did the last hour cost?", AiOrchestratorQueries.CostInAnHour, Dollars),
        Stat(TotalRow, "Cost per hour at the current rate", "What would an hour cost? The alert CostSpikeDetected compares the same over the last hour.", $"sum(rate({Cost}[$__rate_interval])) * 3600", Dollars) with
        {
            BaseColor = PanelColor.Green,
            Thresholds = [new(10, PanelColor.Red)],
        },
        Stat(TotalRow, "Cost per user in last 7 days", "What did user123 cost in the last week?", AiOrchestratorQueries.CostOfUserInAWeek, Dollars),
        Stat(TotalRow, "Mean cost of a run", "What does a run cost on average, since the start of the processes?",
            $"sum({CostPerRun:sum}) / (sum({CostPerRun:count}) > 0) or vector(0)", Dollars),

        Bars("Cost by repository", "What did each repository cost?", AiOrchestratorQueries.CostByRepository, "{{repository}}"),
        Bars("Cost by user", "What did each user cost?", AiOrchestratorQueries.CostByUser, "{{user}}"),
        Bars("Top 10 repositories by cost", "Which repositories cost most?", AiOrchestratorQueries.TopRepositories, "{{repository}}"),
        Bars("Cost by user in last 7 days", "Which users cost most in the last week?", $"topk(10, sum by ({User}) (increase({Cost}[7d])))", "{{user}}"),
        Bars("Cost of the last hour by repository", "What did each repository cost in the last hour?", AiOrchestratorQueries.RepositoryCostInAnHour, "{{repository}}"),
        Bars("Recorded cost of the last hour", "The same from the recording rule, which is faster over long time ranges.", $"{AiOrchestratorAlerts.RepositoryCost}", "{{repository}}"),
        Lines(ByRow, "Cost per hour by repository", "What does an hour cost at the current rate? The ten most expensive repositories.", Dollars,
            new PanelQuery($"topk(10, sum by ({Repository}) (rate({Cost}[$__rate_interval])) * 3600)", "{{repository}}")) with { Width = 12 },
        Lines(ByRow, "Cost per hour by user", "What does an hour cost at the current rate? The ten most expensive users.", Dollars,
            new PanelQuery($"topk(10, sum by ({User}) (rate({Cost}[$__rate_interval])) * 3600)", "{{user}}")) with { Width = 12 },

        Unique("Count unique repositories", "Empty before the first run.", AiOrchestratorQueries.Repositories, 500),
        Unique("Repositories or 0", "How many repositories have cost series? The limit is 500.", $"count(count by ({Repository}) ({Cost})) or vector(0)", 500),
        Unique("Count unique users", "Empty before the first run.", AiOrchestratorQueries.Users, 1_000),
        Unique("Users or 0", "How many users have cost series? The limit is 1,000.", $"count(count by ({User}) ({Cost})) or vector(0)", 1_000),
        Unique("Cost series", "How many pairs of repository and user? The limit is 10,000.", $"count({Cost}) or vector(0)", 10_000),
        Unique("Latency label sets", "How many triples of agent type, repository and user, of 15 series each? The limit is 10,000.", $"count({AgentLatency:count}) or vector(0)", 10_000),
    ];

    private static PanelDefinition Bars(string title, string description, PromQLExpression query, string legend) => new(title, [new(query, legend)])
    {
        Kind = PanelKind.Bar,
        Unit = Dollars,
        BaseColor = PanelColor.Blue,
        Width = 8,
        Row = ByRow,
        Description = description,
    };

    private static PanelDefinition Unique(string title, string description, PromQLExpression query, int limit) => Stat(CardinalityRow, title, description, query) with
    {
        BaseColor = PanelColor.Green,
        Thresholds = [new(0.8 * limit, PanelColor.Yellow), new(limit, PanelColor.Red)],
    };
}
