using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The queries that users of the orchestrator know, verbatim. Panels, alerts and the reference page use them.</summary>
internal static class AiOrchestratorQueries
{
    private static readonly LabelDefinition AgentType = AgentLatency.Label(nameof(AgentExecutionLabels.AgentType));
    private static readonly LabelDefinition LatencyRepository = AgentLatency.Label(nameof(AgentExecutionLabels.Repository));
    private static readonly LabelDefinition Repository = Cost.Label(nameof(CostLabels.Repository));
    private static readonly LabelDefinition User = Cost.Label(nameof(CostLabels.User));

    // Q5 to Q7.
    public static PromQLExpression LatencyP95 => $"histogram_quantile(0.95, sum(rate({AgentLatency:bucket}[5m])) by ({AgentType}, le))";

    public static PromQLExpression LatencyP99 => $"histogram_quantile(0.99, sum(rate({AgentLatency:bucket}{{{LatencyRepository}=\"myorg/myrepo\"}}[5m])) by (le))";

    public static PromQLExpression MeanLatency => $"avg(rate({AgentLatency:sum}[5m]) / rate({AgentLatency:count}[5m]))";

    // Q8 to Q10.
    public static PromQLExpression OpenBreakers => $"count({AiOrchestratorDefinitions.BreakerState} == 1)";

    public static PromQLExpression OpenedPerMinute => $"rate({CircuitOpened}[1m]) * 60";

    public static PromQLExpression GraftSuccessRate => $"(sum({GraftSuccesses}) / sum({GraftExecutions})) * 100";

    // Q11 to Q16.
    public static PromQLExpression Connected => $"{ActiveConnections}";

    public static PromQLExpression MessagesInPerSecond => $"rate({MessagesIn}[1m])";

    public static PromQLExpression MessagesOutPerSecond => $"rate({MessagesOut}[1m])";

    public static PromQLExpression AverageQuality => $"avg({ConnectionQuality})";

    public static PromQLExpression DeliverySuccessRate => $"avg({DeliveryRate}) * 100";

    public static PromQLExpression MessageLatencyP95 => $"histogram_quantile(0.95, rate({MessageLatency:bucket}[5m]))";

    // Q17 to Q19.
    public static PromQLExpression RefreshesPerMinute => $"rate({TokenRefreshes}[1m]) * 60";

    public static PromQLExpression RefreshFailuresPerMinute => $"rate({TokenRefreshFailures}[5m]) * 60";

    public static PromQLExpression RefreshSuccessRate => $"(sum({TokenRefreshes}) - sum({TokenRefreshFailures})) / sum({TokenRefreshes}) * 100";

    // Q20 to Q23.
    public static PromQLExpression TotalRotations => $"sum({Rotations})";

    public static PromQLExpression TotalRotationFailures => $"sum({RotationFailures})";

    public static PromQLExpression RotationSuccessRate => $"(sum({Rotations}) - sum({RotationFailures})) / sum({Rotations}) * 100";

    public static PromQLExpression RotationsInADay => $"increase({Rotations}[24h])";

    // Q24 to Q30.
    public static PromQLExpression TotalCost => $"sum({Cost})";

    public static PromQLExpression CostByRepository => $"sum({Cost}) by ({Repository})";

    public static PromQLExpression CostByUser => $"sum({Cost}) by ({User})";

    public static PromQLExpression TopRepositories => $"topk(10, sum({Cost}) by ({Repository}))";

    public static PromQLExpression CostInADay => $"sum(increase({Cost}[24h]))";

    public static PromQLExpression CostInAnHour => $"sum(increase({Cost}[1h]))";

    public static PromQLExpression CostOfUserInAWeek => $"sum(increase({Cost}{{{User}=\"user123\"}}[7d]))";

    // Q31 to Q37, the conditions of alerts.
    public static PromQLExpression LatencyIsHigh => $"histogram_quantile(0.95, rate({AgentLatency:bucket}[5m])) > 10000";

    public static PromQLExpression BreakerIsOpen => $"{AiOrchestratorDefinitions.BreakerState} == 1";

    public static PromQLExpression ConnectionsAreHigh => $"{ActiveConnections} > 100";

    public static PromQLExpression DeliveryIsLow => $"avg({DeliveryRate}) < 0.95";

    public static PromQLExpression RefreshFailuresAreHigh => $"rate({TokenRefreshFailures}[5m]) > 0.1";

    public static PromQLExpression RotationFailed => $"increase({RotationFailures}[1h]) > 0";

    public static PromQLExpression CostSpikePerSecond => $"rate({Cost}[1h]) > 10";

    // Q38, the recording rule.
    public static PromQLExpression RepositoryCostInAnHour => $"sum(increase({Cost}[1h])) by ({Repository})";

    // Q39 and Q40.
    public static PromQLExpression Repositories => $"count(count({Cost}) by ({Repository}))";

    public static PromQLExpression Users => $"count(count({Cost}) by ({User}))";
}
