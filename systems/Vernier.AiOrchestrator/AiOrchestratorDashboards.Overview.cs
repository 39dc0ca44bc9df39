using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The panels of Metrics Overview.</summary>
internal static partial class AiOrchestratorDashboards
{
    private const string AlertsRow = "Alerts";
    private const string RunsRow = "Runs";
    private const string ModelsRow = "Language models";

    private static IReadOnlyList<PanelDefinition> Overview =>
    [
        new("Failed runs", [new($"sum(rate({WorkflowFailures}[$__rate_interval])) / (sum(rate({WorkflowExecutions}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = FailureSteps,
            Row = NowRow,
            Description = "What share of the runs fails? Cancelled runs are not included.",
        },
        Stat(NowRow, "Agent latency, p95", "How long do 95% of the agent executions take at most?", Quantile(AgentLatency, "0.95"), "ms") with
        {
            Thresholds = [new(10_000, PanelColor.Red)],
        },
        Stat(NowRow, "Open circuit breakers", "How many graft agents are rejected?", OpenBreakersOrZero) with { BaseColor = PanelColor.Green, Thresholds = OneIsRed },
        Stat(NowRow, "Connections", "How many clients watch runs?", $"sum({ActiveConnections})"),
        Stat(NowRow, "Failed token refreshes", "What share of the token refreshes fails?", RefreshFailureRatio, "percentunit") with
        {
            BaseColor = PanelColor.Green,
            Decimals = 1,
            Thresholds = FailureSteps,
        },
        Stat(NowRow, "Cost in the last hour", "What did the runs of the last hour cost?", $"sum(increase({Cost}[1h]))", "currencyUSD"),

        new("Alert conditions",
            [
                new(AiOrchestratorQueries.LatencyIsHigh, "HighAgentLatencyP95"),
                new(AiOrchestratorQueries.BreakerIsOpen, "CircuitBreakerOpen"),
                new(AiOrchestratorQueries.ConnectionsAreHigh, "WebSocketConnectionsHigh"),
                new(AiOrchestratorQueries.DeliveryIsLow, "MessageDeliveryRateLow"),
                new(AiOrchestratorQueries.RefreshFailuresAreHigh, "JWTRefreshFailureRateHigh"),
                new(AiOrchestratorQueries.RotationFailed, "VaultRotationFailure"),
                new(AiOrchestratorAlerts.CostSpike, "CostSpikeDetected"),
            ])
        {
            Kind = PanelKind.Table,
            Width = 18,
            Row = AlertsRow,
            Description = "Which conditions of alerts are true now, and for what? Empty if none is true. An alert fires when its condition was true for some minutes.",
        },
        Stat(AlertsRow, "Alerts firing", "How many alerts of AI Orchestrator fire?",
            $"count(ALERTS{{alertstate=\"firing\",alertname=~\"{string.Join('|', AiOrchestratorAlerts.Alerts.Select(alert => alert.Name))}\"}}) or vector(0)") with
        {
            BaseColor = PanelColor.Green,
            Thresholds = OneIsRed,
            Width = 6,
            Height = 8,
        },

        Lines(RunsRow, "Ended runs", "How do runs end?", "ops",
            PerSecond(WorkflowSuccesses, "succeeded"), PerSecond(WorkflowFailures, "failed"), PerSecond(WorkflowCancellations, "cancelled")) with { Stacked = true },
        Lines(RunsRow, "Duration of runs", "How long do runs take, from their start to their end?", "ms", Quantiles(WorkflowDuration)),
        Lines(RunsRow, "Returned work", "How often do the tester and reviewing grafts return work to the developer?", "ops",
            PerSecond(TesterLoops, "tester"), PerSecond(ReviewLoops, "reviewing graft")),
        Lines(RunsRow, "Documents", "How many documents of runs are read and written?", "ops", PerSecond(DocumentReads, "read"), PerSecond(DocumentWrites, "written")),
        Lines(RunsRow, "Interrupts", "How often are runs flagged, and how are flags resolved?", "ops",
            PerSecondBy(InterruptsTriggered, Interrupt), PerSecondBy(InterruptsApproved, Interrupt, " approved"), PerSecondBy(InterruptsDenied, Interrupt, " denied")),
        Lines(RunsRow, "Steps", "How many steps end, and how many of them fail?", "ops", PerSecond(StepExecutions, "ended"), PerSecond(StepErrors, "failed")),

        Lines(ModelsRow, "Model calls", "Which models are called?", "ops", PerSecondBy(ModelCalls, Model)) with { Stacked = true },
        Lines(ModelsRow, "Failed model calls", "Which models fail?", "ops", PerSecondBy(ModelErrors, Model)) with { Stacked = true },
        Lines(ModelsRow, "Tokens per second", "How many tokens do the models read and write?", "short",
            new PanelQuery($"sum by ({Model}, {Kind}) (rate({TokensUsed}[$__rate_interval]))", "{{model}} {{kind}}")) with { Stacked = true },
        Lines(ModelsRow, "Failovers", "How often is the other leg of a model used? No failovers are possible while each model has one leg.", "ops",
            new PanelQuery($"sum(rate({Failovers}[$__rate_interval])) or vector(0)", "failovers")) with { Width = 12 },
        Lines(ModelsRow, "Calls refused by a budget", "Is the budget of a run or of the day exhausted?", "ops", PerSecond(BudgetExceeded, "refused")) with { Width = 12 },
    ];
}
