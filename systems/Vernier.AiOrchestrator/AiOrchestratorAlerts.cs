using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The alerts with their tests, the recording rule and the objectives.</summary>
internal static class AiOrchestratorAlerts
{
    /// <summary>The secret whose keys sign tokens. It is rotated monthly, the others quarterly.</summary>
    private const string SigningSecret = "jwt-secret";

    private const string Runbook = "docs/runbooks/ai-orchestrator.md";

    private static readonly LabelDefinition AgentType = AgentLatency.Label(nameof(AgentExecutionLabels.AgentType));
    private static readonly LabelDefinition LatencyRepository = AgentLatency.Label(nameof(AgentExecutionLabels.Repository));
    private static readonly LabelDefinition Agent = AiOrchestratorDefinitions.BreakerState.Label(nameof(GraftLabels.Agent));
    private static readonly LabelDefinition Repository = Cost.Label(nameof(CostLabels.Repository));
    private static readonly LabelDefinition Secret = LastRotation.Label(nameof(SecretLabels.Secret));

    /// <summary>The cost of a repository in an hour.</summary>
    public static RecordingRuleDefinition RepositoryCost { get; } = new("orchestrator:cost:repository:1h", AiOrchestratorQueries.RepositoryCostInAnHour)
    {
        Description = "Cost of each repository in the last hour, in USD.",
    };

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("HighAgentLatencyP95", AiOrchestratorQueries.LatencyIsHigh)
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "High agent execution latency (P95 > 10s)",
            Description = "Agent {{ $labels.agent_type }} P95 latency for {{ $labels.repository }}: {{ printf \"%.0f\" $value }} ms. Compare the models on the dashboard Agent Performance.",
            Runbook = $"{Runbook}#highagentlatencyp95",
            Tests =
            [
                new("One execution in ten takes up to 30 seconds, for one of two repositories", 1,
                    Latency("a/slow", "10000", "0+9x60"), Latency("a/slow", "30000", "0+10x60"), Latency("a/slow", "+Inf", "0+10x60"),
                    Latency("a/fast", "10000", "0+10x60"), Latency("a/fast", "30000", "0+10x60"), Latency("a/fast", "+Inf", "0+10x60")),
                new("One execution in fifty takes up to 30 seconds", 0,
                    Latency("a/fast", "10000", "0+49x60"), Latency("a/fast", "30000", "0+50x60"), Latency("a/fast", "+Inf", "0+50x60")),
                new("All executions take between 5 and 10 seconds", 0,
                    Latency("a/fast", "5000", "0x60"), Latency("a/fast", "10000", "0+10x60"), Latency("a/fast", "+Inf", "0+10x60")),
                new("No executions", 0, Latency("a/idle", "10000", "3x60"), Latency("a/idle", "30000", "9x60"), Latency("a/idle", "+Inf", "9x60")),
                new("Slow executions in a single minute", 0,
                    Latency("a/slow", "10000", "0x60"), Latency("a/slow", "30000", "0 10x58"), Latency("a/slow", "+Inf", "0 10x58")),
            ],
        },
        new("CircuitBreakerOpen", AiOrchestratorQueries.BreakerIsOpen)
        {
            For = TimeSpan.FromMinutes(2),
            Severity = AlertSeverity.Critical,
            Summary = "Circuit breaker OPEN for {{ $labels.agent }}",
            Description = "The circuit breaker of {{ $labels.agent }} has been OPEN for 2 minutes: its last five grafts failed, and further ones are rejected.",
            Runbook = $"{Runbook}#circuitbreakeropen",
            Tests =
            [
                new("One of two breakers is open", 1, Breaker("architect-v1", "0x9 1x50"), Breaker("pm-v1", "0x60")),
                new("The breaker is half open", 0, Breaker("architect-v1", "2x60")),
                new("A reset closes the breaker after a minute", 0, Breaker("architect-v1", "0x9 1 0x50")),
            ],
        },
        new("WebSocketConnectionsHigh", AiOrchestratorQueries.ConnectionsAreHigh)
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "High WebSocket connection count",
            Description = "Active connections of {{ $labels.instance }}: {{ $value }} (threshold: 100).",
            Runbook = $"{Runbook}#websocketconnectionshigh",
            Tests =
            [
                new("101 connections to one of two instances", 1, Connected("a", "101x60"), Connected("b", "100x60")),
                new("101 connections for nine minutes", 0, Connected("a", "0x9 101x9 0x42")),
            ],
        },
        new("MessageDeliveryRateLow", DeliveryOfConnectedIsLow)
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Low WebSocket message delivery rate",
            Description = "Delivery rate: {{ $value | humanizePercentage }} (threshold: 95%).",
            Runbook = $"{Runbook}#messagedeliveryratelow",
            Tests =
            [
                new("Nine messages in ten are delivered", 1, Delivered("a", "0.9x60")),
                new("Nine messages in ten are delivered, and an instance has no connections", 1, Delivered("a", "0.9x60"), Delivered("b", "NaN+0x60")),
                new("All messages are delivered", 0, Delivered("a", "1x60")),
                new("No connections", 0, Delivered("a", "NaN+0x60")),
            ],
        },
        new("JWTRefreshFailureRateHigh", AiOrchestratorQueries.RefreshFailuresAreHigh)
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Critical,
            Summary = "High JWT token refresh failure rate",
            Description = "Failure rate: {{ printf \"%.2f\" $value }}/sec (threshold: 0.1/sec).",
            Runbook = $"{Runbook}#jwtrefreshfailureratehigh",
            Tests =
            [
                new("Seven refreshes per minute fail", 1, new TestSeries($"{TokenRefreshFailures}", "0+7x60")),
                new("Five refreshes per minute fail", 0, new TestSeries($"{TokenRefreshFailures}", "0+5x60")),
                new("No refresh fails", 0, new TestSeries($"{TokenRefreshFailures}", "0x60")),
            ],
        },
        new("VaultRotationFailure", AiOrchestratorQueries.RotationFailed)
        {
            For = TimeSpan.FromMinutes(1),
            Severity = AlertSeverity.Critical,
            Summary = "Vault secret rotation failure detected",
            Description = "A rotation failed in the last hour. The log names the secret and the reason; the previous secret remains valid.",
            Runbook = $"{Runbook}#vaultrotationfailure",
            Tests =
            [
                new("One rotation fails", 1, new TestSeries($"{RotationFailures}", "0x15 1x45")),
                new("Rotations failed before the restart of the process, whose total continues", 0, new TestSeries($"{RotationFailures}", "2x15 _x5 2x40")),
                new("One rotation failed two hours ago", 0, new TestSeries($"{RotationFailures}", "1x200")) { After = TimeSpan.FromHours(2) },
            ],
        },
        new("CostSpikeDetected", CostSpike)
        {
            For = TimeSpan.FromMinutes(30),
            Severity = AlertSeverity.Warning,
            Summary = "Cost spike detected",
            Description = "Cost rate: ${{ printf \"%.2f\" $value }}/hour (threshold: $10/hour).",
            Runbook = $"{Runbook}#costspikedetected",
            Tests =
            [
                new("Two repositories cost 6 USD per hour each", 1, Spent("a/b", "0+0.1x240"), Spent("a/c", "0+0.1x240")) { After = TimeSpan.FromHours(2) },
                new("Two repositories cost 4.5 USD per hour each", 0, Spent("a/b", "0+0.075x240"), Spent("a/c", "0+0.075x240")) { After = TimeSpan.FromHours(2) },
                new("A run costs 8 USD at once", 0, Spent("a/b", "0x60 8x180")) { After = TimeSpan.FromHours(3) },
            ],
        },
        new("SecretRotationOverdue",
            $"time() - {LastRotation}{{{Secret}=\"{SigningSecret}\"}} > 35 * 86400 or time() - {LastRotation} > 100 * 86400")
        {
            For = TimeSpan.FromHours(1),
            Severity = AlertSeverity.Warning,
            Summary = "Secret {{ $labels.secret }} was not rotated",
            Description = "The last successful rotation of {{ $labels.secret }} was {{ $value | humanizeDuration }} ago. The JWT key is rotated monthly, other secrets quarterly.",
            Runbook = $"{Runbook}#secretrotationoverdue",
            // The tests start at Unix time 0.
            Tests =
            [
                new("The JWT key was rotated 36 days ago, another secret as well", 1, Rotated(SigningSecret, 36), Rotated("oauth2-github", 36)) { After = TimeSpan.FromHours(2) },
                new("Another secret was rotated 101 days ago", 1, Rotated(SigningSecret, 1), Rotated("oauth2-github", 101)) { After = TimeSpan.FromHours(2) },
                new("The JWT key was rotated 34 days ago, another secret 99 days ago", 0, Rotated(SigningSecret, 34), Rotated("oauth2-github", 99)) { After = TimeSpan.FromHours(2) },
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        new("ai-orchestrator-runs", 0.95)
        {
            Description = "95% of the runs succeed; cancelled runs are not included.",
            Total = $"{WorkflowExecutions}",
            Bad = $"{WorkflowFailures}",
            Runbook = $"{Runbook}#objectives",
        },
        SloDefinition.Latency("ai-orchestrator-agent-latency", 0.95, AgentLatency, 60_000,
            "95% of the agent executions take at most a minute.", $"{Runbook}#objectives"),
    ];

    /// <summary>Gets the condition of MessageDeliveryRateLow: the comparison removes the NaN of instances without connections.</summary>
    public static PromQLExpression DeliveryOfConnectedIsLow => $"avg({DeliveryRate} >= 0) < 0.95";

    /// <summary>Gets the condition of CostSpikeDetected, in USD per hour.</summary>
    public static PromQLExpression CostSpike => $"sum(rate({Cost}[1h])) * 3600 > 10";

    private static TestSeries Latency(string repository, string bound, string values) =>
        new($"{AgentLatency:bucket}{{{AgentType}=\"ARCHITECT\",{LatencyRepository}=\"{repository}\",user=\"user123\",le=\"{bound}\"}}", values);

    private static TestSeries Breaker(string agent, string values) => new($"{AiOrchestratorDefinitions.BreakerState}{{{Agent}=\"{agent}\"}}", values);

    private static TestSeries Connected(string instance, string values) => new($"{ActiveConnections}{{instance=\"{instance}\"}}", values);

    private static TestSeries Delivered(string instance, string values) => new($"{DeliveryRate}{{quantile=\"0.5\",instance=\"{instance}\"}}", values);

    private static TestSeries Spent(string repository, string values) => new($"{Cost}{{{Repository}=\"{repository}\",user=\"user123\"}}", values);

    private static TestSeries Rotated(string secret, int daysAgo) => new($"{LastRotation}{{{Secret}=\"{secret}\"}}", $"-{daysAgo * 86_400}x200");
}
