using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The panels of Agent Performance and Circuit Breakers.</summary>
internal static partial class AiOrchestratorDashboards
{
    private const string LatencyRow = "Latency";
    private const string StepsRow = "Steps";
    private const string GraftsRow = "Grafts";

    private static IReadOnlyList<PanelDefinition> Agents =>
    [
        Lines(LatencyRow, "P95 latency by agent type", "Which agents are slow? Without executions in five minutes the value is NaN.", "ms",
            new PanelQuery(AiOrchestratorQueries.LatencyP95, "{{agent_type}}")),
        Lines(LatencyRow, "P99 latency for specific repository", "How slow is the repository myorg/myrepo? NaN without executions in five minutes.", "ms",
            new PanelQuery(AiOrchestratorQueries.LatencyP99, "myorg/myrepo")),
        Lines(LatencyRow, "P99 latency by repository", "Which repositories are slow? The ten slowest that have executions.", "ms",
            new PanelQuery($"topk(10, histogram_quantile(0.99, sum by ({Repository}, le) (rate({AgentLatency:bucket}[$__rate_interval]))) >= 0)", "{{repository}}")),
        Lines(LatencyRow, "Mean latency across all agents", "A mean of means: NaN as soon as one agent, repository or user has no executions in five minutes.", "ms",
            new PanelQuery(AiOrchestratorQueries.MeanLatency, "mean of means")),
        Lines(LatencyRow, "Mean latency of all executions", "How long does an execution take on average?", "ms", new PanelQuery(WeightedLatency("$__rate_interval"), "mean")),
        Lines(LatencyRow, "Mean latency by agent type", "How long does an execution of each agent take on average?", "ms",
            new PanelQuery($"sum by ({AgentType}) (rate({AgentLatency:sum}[$__rate_interval])) / (sum by ({AgentType}) (rate({AgentLatency:count}[$__rate_interval])) > 0)", "{{agent_type}}")),
        Lines(LatencyRow, "Latency percentiles", "How long do executions take? The line is the threshold of the alert.", "ms", Quantiles(AgentLatency)) with
        {
            Width = 12,
            Thresholds = [new(10_000, PanelColor.Red)],
        },
        Heatmap(LatencyRow, "Latencies", "How are the latencies distributed?", AgentLatency) with { Width = 12 },

        Lines(StepsRow, "Steps by agent type", "How many steps end, successfully or not?", "ops", PerSecondBy(StepExecutions, AgentType)) with { Stacked = true },
        Lines(StepsRow, "Failed steps by agent type", "Which steps fail?", "ops", PerSecondBy(StepErrors, AgentType)) with { Stacked = true },
        Lines(StepsRow, "Mean step duration", "Which steps take long on average?", "ms",
            new PanelQuery($"sum by ({StepName}) (rate({StepDuration:sum}[$__rate_interval])) / (sum by ({StepName}) (rate({StepDuration:count}[$__rate_interval])) > 0)", "{{step_name}}")),
    ];

    private static IReadOnlyList<PanelDefinition> Breakers =>
    [
        Stat(NowRow, "Count of open circuit breakers", "Empty while none is open.", AiOrchestratorQueries.OpenBreakers) with { Thresholds = OneIsRed, Width = 6 },
        Stat(NowRow, "Open circuit breakers or 0", "How many circuit breakers are open?", OpenBreakersOrZero) with { BaseColor = PanelColor.Green, Thresholds = OneIsRed, Width = 6 },
        Percent(NowRow, "Graft success rate", "Since the start of the processes; NaN before the first graft.", AiOrchestratorQueries.GraftSuccessRate) with { Width = 6 },
        Percent(NowRow, "Graft success rate in the time range", "What share of the grafts succeeds?",
            $"sum(increase({GraftSuccesses}[$__range])) / (sum(increase({GraftExecutions}[$__range])) > 0) * 100 or vector(100)") with { Width = 6 },
        new("Circuit breaker states", [new($"max by ({Agent}) ({AiOrchestratorDefinitions.BreakerState})", "{{agent}}")])
        {
            Kind = PanelKind.StateTimeline,
            Mappings = [new(0, "CLOSED", PanelColor.Green), new(1, "OPEN", PanelColor.Red), new(2, "HALF_OPEN", PanelColor.Yellow)],
            Row = NowRow,
            Description = "Which agents are rejected (OPEN) or on trial (HALF_OPEN)?",
        },

        Lines(GraftsRow, "Circuit breaker open events per minute", "How often does each circuit breaker open? One line for each instance; needs a scrape interval of 15 seconds.", "opm",
            new PanelQuery(AiOrchestratorQueries.OpenedPerMinute, "{{agent}}")) with { Width = 12 },
        Lines(GraftsRow, "Openings by agent", "How often does each circuit breaker open, at any scrape interval?", "opm",
            new PanelQuery($"sum by ({Agent}) (rate({CircuitOpened}[$__rate_interval])) * 60", "{{agent}}")) with { Width = 12 },
        Lines(GraftsRow, "Ended grafts", "How do grafts end? Timeouts are failures.", "ops",
            PerSecond(GraftSuccesses, "succeeded"), PerSecond(GraftFailures, "failed"), PerSecond(GraftTimeouts, "of these timed out")),
        Lines(GraftsRow, "Failed grafts by agent", "Which agents fail?", "ops", PerSecondBy(GraftFailures, Agent)) with { Stacked = true },
        Lines(GraftsRow, "Grafts that were not executed", "How many grafts are rejected by an open circuit breaker or cancelled?", "ops",
            PerSecondBy(GraftRejections, Agent, " rejected"), PerSecondBy(GraftCancellations, Agent, " cancelled")),
    ];

    private static PanelDefinition Percent(string row, string title, string description, PromQLExpression query) => Stat(row, title, description, query, "percent") with
    {
        Decimals = 1,
        BaseColor = PanelColor.Red,
        Thresholds = SuccessSteps,
    };
}
