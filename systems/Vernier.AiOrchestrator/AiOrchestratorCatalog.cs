using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The catalog of AI Orchestrator: metric definitions, dashboards, alerts, objectives and the verdicts on known queries.</summary>
public static class AiOrchestratorCatalog
{
    /// <summary>Gets the catalog. Use it to generate dashboards, rules and reference pages.</summary>
    public static MetricCatalog Catalog { get; } = new("ai-orchestrator", "AI Orchestrator")
    {
        Metrics =
        [
            AgentLatency, StepExecutions, StepErrors, StepDuration,
            WorkflowExecutions, WorkflowSuccesses, WorkflowFailures, WorkflowCancellations, WorkflowDuration, TesterLoops, ReviewLoops, DocumentReads, DocumentWrites,
            InterruptsTriggered, InterruptsApproved, InterruptsDenied,
            AiOrchestratorDefinitions.BreakerState, CircuitOpened, GraftExecutions, GraftSuccesses, GraftFailures, GraftTimeouts, GraftRejections, GraftCancellations,
            ModelCalls, ModelErrors, TokensUsed, Failovers, BudgetExceeded,
            Cost, CostPerRun,
            ActiveConnections, QueueDepth, DroppedMessages, ConnectionQuality, DeliveryRate, Connections, Disconnections, Reconnections, MessagesIn, MessagesOut,
            MessageFailures, Fallbacks, MessageLatency,
            TokenRefreshes, TokenRefreshFailures, AuthRejections, ApiRejections, UploadRejections, BlockedAccounts,
            Rotations, RotationFailures, LastRotation,
        ],
        Dashboards = AiOrchestratorDashboards.Dashboards,
        Alerts = AiOrchestratorAlerts.Alerts,
        AlertInterval = TimeSpan.FromSeconds(30),
        RecordingRules = [AiOrchestratorAlerts.RepositoryCost],
        Objectives = AiOrchestratorAlerts.Objectives,
        Scrape = new("ai-orchestrator", "orchestrator", 8080) { Path = AiOrchestratorEndpoints.Prometheus },
        Notes = AiOrchestratorNotes.Text,
        DocumentedQueries = AiOrchestratorVerdicts.All,
    };
}
