using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>
/// The six dashboards. Known queries are shown verbatim; where one is NaN with an idle series or empty instead of 0, the panel next to it shows the value
/// without this problem.
/// </summary>
internal static partial class AiOrchestratorDashboards
{
    private const string NowRow = "Now";

    private static readonly LabelDefinition AgentType = AgentLatency.Label(nameof(AgentExecutionLabels.AgentType));
    private static readonly LabelDefinition Repository = Cost.Label(nameof(CostLabels.Repository));
    private static readonly LabelDefinition User = Cost.Label(nameof(CostLabels.User));
    private static readonly LabelDefinition StepName = StepDuration.Label(nameof(StepLabels.StepName));
    private static readonly LabelDefinition Interrupt = InterruptsTriggered.Label(nameof(InterruptLabels.InterruptType));
    private static readonly LabelDefinition Agent = AiOrchestratorDefinitions.BreakerState.Label(nameof(GraftLabels.Agent));
    private static readonly LabelDefinition Model = ModelCalls.Label(nameof(ModelLabels.Model));
    private static readonly LabelDefinition Secret = LastRotation.Label(nameof(SecretLabels.Secret));
    private static readonly LabelDefinition Kind = TokensUsed.Label(nameof(TokenLabels.Kind));

    private static readonly IReadOnlyList<PanelThreshold> OneIsRed = [new(1, PanelColor.Red)];
    private static readonly IReadOnlyList<PanelThreshold> FailureSteps = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)];
    private static readonly IReadOnlyList<PanelThreshold> SuccessSteps = [new(90, PanelColor.Yellow), new(99, PanelColor.Green)];

    public static IReadOnlyList<DashboardDefinition> Dashboards { get; } =
    [
        Of("Metrics Overview", "metrics-overview", "Runs, agents, models, connections and cost of AI Orchestrator, and its alerts.", [], Overview),
        Of("Agent Performance", "agent-performance", "Latency of the agents and steps.", [AgentType, Repository], Agents),
        Of("Circuit Breakers", "circuit-breakers", "States of the circuit breakers, and grafts.", [Agent], Breakers),
        Of("WebSocket Health", "websocket-health", "Connections and the delivery of messages.", [], WebSocket),
        Of("Security Metrics", "security-metrics", "Token refreshes, secret rotations, rate limits and locked accounts.", [], Security),
        Of("Cost Attribution", "cost-attribution", "Cost by repository and user, and the number of their series.", [Repository, User], CostPanels),
    ];

    /// <summary>Gets the mean latency of all executions in a range.</summary>
    public static PromQLExpression WeightedLatency(string range) => $"sum(rate({AgentLatency:sum}[{range}])) / (sum(rate({AgentLatency:count}[{range}])) > 0)";

    /// <summary>Gets the number of open breakers, 0 if none is open.</summary>
    public static PromQLExpression OpenBreakersOrZero => $"sum({AiOrchestratorDefinitions.BreakerState} == bool 1)";

    /// <summary>Gets the quality score over the instances that have connections.</summary>
    public static PromQLExpression QualityOfConnected => $"avg({ConnectionQuality} >= 0)";

    /// <summary>Gets the delivery in percent over the instances that have connections.</summary>
    public static PromQLExpression DeliveryOfConnected => $"avg({DeliveryRate} >= 0) * 100";

    /// <summary>Gets the success rate of rotations in percent, 100 without rotations.</summary>
    public static PromQLExpression RotationSuccessRateIfAny =>
        $"(sum({Rotations}) - sum({RotationFailures})) / (sum({Rotations}) > 0) * 100 or vector(100)";

    /// <summary>Gets the share of refreshes that fail, 0 without refreshes.</summary>
    private static PromQLExpression RefreshFailureRatio =>
        $"sum(rate({TokenRefreshFailures}[$__rate_interval])) / (sum(rate({TokenRefreshes}[$__rate_interval])) > 0) or vector(0)";

    private static DashboardDefinition Of(string title, string file, string description, IReadOnlyList<LabelDefinition> variables, IReadOnlyList<PanelDefinition> panels) =>
        new(title, $"vernier-{file}")
        {
            FileName = file,
            Description = description,
            Tags = ["ai-orchestrator", "vernier"],
            Variables = variables,
            Panels = panels,
        };

    private static PanelDefinition Stat(string row, string title, string description, PromQLExpression query, string unit = "short") => new(title, [new(query)])
    {
        Kind = PanelKind.Stat,
        Unit = unit,
        BaseColor = PanelColor.Blue,
        Row = row,
        Description = description,
    };

    private static PanelDefinition Lines(string row, string title, string description, string unit, params IReadOnlyList<PanelQuery> queries) => new(title, queries)
    {
        Unit = unit,
        Min = 0,
        Width = 8,
        Row = row,
        Description = description,
    };

    private static PanelDefinition Heatmap(string row, string title, string description, HistogramDefinition histogram) =>
        new(title, [new($"sum by (le) (increase({histogram:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "ms",
            Width = 8,
            Row = row,
            Description = description,
        };

    private static PanelQuery PerSecond(MetricDefinition counter, string legend) => new($"sum(rate({counter}[$__rate_interval]))", legend);

    private static PanelQuery PerSecondBy(MetricDefinition counter, LabelDefinition label, string suffix = "") =>
        new($"sum by ({label}) (rate({counter}[$__rate_interval]))", $"{{{{{label}}}}}{suffix}");

    /// <summary>Creates the queries of three quantiles. Without events a quantile is NaN; the comparison removes it.</summary>
    private static IReadOnlyList<PanelQuery> Quantiles(HistogramDefinition histogram) =>
        [new(Quantile(histogram, "0.5"), "p50"), new(Quantile(histogram, "0.95"), "p95"), new(Quantile(histogram, "0.99"), "p99")];

    private static PromQLExpression Quantile(HistogramDefinition histogram, string quantile) =>
        $"histogram_quantile({quantile}, sum by (le) (rate({histogram:bucket}[$__rate_interval]))) >= 0";
}
