using Vernier.Catalog;
using static Vernier.AiOrchestrator.AiOrchestratorDefinitions;

namespace Vernier.AiOrchestrator;

/// <summary>The panels of WebSocket Health and Security Metrics.</summary>
internal static partial class AiOrchestratorDashboards
{
    private const string MessagesRow = "Messages";
    private const string ConnectionsRow = "Connections";
    private const string TokensRow = "Tokens";
    private const string RotationsRow = "Secret rotation";
    private const string AccessRow = "Access";

    private static IReadOnlyList<PanelDefinition> WebSocket =>
    [
        Stat(NowRow, "Active connections", "How many clients are connected to each instance?", AiOrchestratorQueries.Connected),
        Stat(NowRow, "Active connections, all instances", "How many clients are connected?", $"sum({ActiveConnections})"),
        Quality("Average connection quality", "NaN if an instance has no connections.", AiOrchestratorQueries.AverageQuality),
        Quality("Quality of open connections", "How good are the connections? HEALTHY from 80, DEGRADED from 50.", QualityOfConnected),
        Percent(NowRow, "Message delivery success rate", "NaN if an instance has no connections.", AiOrchestratorQueries.DeliverySuccessRate),
        Percent(NowRow, "Delivery to open connections", "What share of the messages of the last minute was delivered?", DeliveryOfConnected),

        Lines(MessagesRow, "Message throughput (per second)", "How many messages are received and sent? One line for each instance; needs a scrape interval of 15 seconds.", "mps",
            new PanelQuery(AiOrchestratorQueries.MessagesInPerSecond, "{{instance}} in"), new PanelQuery(AiOrchestratorQueries.MessagesOutPerSecond, "{{instance}} out")),
        Lines(MessagesRow, "WebSocket message latency P95", "How long is the round trip to the clients of each instance? NaN while nothing is measured.", "ms",
            new PanelQuery(AiOrchestratorQueries.MessageLatencyP95, "{{instance}}")),
        Lines(MessagesRow, "Round-trip time of messages", "How long is the round trip to clients?", "ms", Quantiles(MessageLatency)),
        Lines(MessagesRow, "Messages of all instances", "How many messages are received and sent?", "mps", PerSecond(MessagesIn, "in"), PerSecond(MessagesOut, "out")),
        Lines(MessagesRow, "Failed messages", "How many messages are not acknowledged?", "mps", PerSecond(MessageFailures, "failed")),
        Lines(MessagesRow, "Queue", "How many messages wait for acknowledgement, and how many were dropped because a queue was full?", "short",
            new PanelQuery($"sum({QueueDepth})", "not acknowledged"), new PanelQuery($"sum({DroppedMessages})", "dropped since the start")),

        Lines(ConnectionsRow, "Connections per second", "How often do clients connect and disconnect?", "cps",
            PerSecond(Connections, "connected"), PerSecond(Disconnections, "disconnected")),
        Lines(ConnectionsRow, "Reconnections and fallbacks", "How often do clients resume a session, or fall back to long polling?", "cps",
            PerSecond(Reconnections, "resumed"), PerSecond(Fallbacks, "long polling")),
        Heatmap(ConnectionsRow, "Round-trip times", "How are the round-trip times distributed?", MessageLatency),
    ];

    private static IReadOnlyList<PanelDefinition> Security =>
    [
        Lines(TokensRow, "JWT refresh rate per minute", "How many refreshes are requested from each instance? Needs a scrape interval of 15 seconds.", "opm",
            new PanelQuery(AiOrchestratorQueries.RefreshesPerMinute, "{{instance}}")),
        Lines(TokensRow, "JWT refresh failure rate", "How many refreshes fail per minute?", "opm", new PanelQuery(AiOrchestratorQueries.RefreshFailuresPerMinute, "{{instance}}")) with
        {
            Thresholds = [new(6, PanelColor.Red)],
        },
        Percent(TokensRow, "JWT refresh success rate", "Since the start of the processes; NaN before the first refresh.", AiOrchestratorQueries.RefreshSuccessRate) with { Height = 8 },
        Stat(TokensRow, "Refreshes that fail", "What share of the refreshes fails? 0 without refreshes.", RefreshFailureRatio, "percentunit") with
        {
            BaseColor = PanelColor.Green,
            Decimals = 1,
            Thresholds = FailureSteps,
            Height = 8,
        },

        Stat(RotationsRow, "Total rotations", "How many rotations were tried since the first start?", AiOrchestratorQueries.TotalRotations),
        Stat(RotationsRow, "Rotation failures", "How many rotations failed since the first start?", AiOrchestratorQueries.TotalRotationFailures) with
        {
            BaseColor = PanelColor.Green,
            Thresholds = OneIsRed,
        },
        Percent(RotationsRow, "Rotation success rate", "NaN before the first rotation.", AiOrchestratorQueries.RotationSuccessRate),
        Percent(RotationsRow, "Rotation success rate or 100%", "What share of the rotations succeeded? 100% without rotations.", RotationSuccessRateIfAny),
        Stat(RotationsRow, "Rotations in last 24 hours", "Extrapolated, so it can be a fraction.", AiOrchestratorQueries.RotationsInADay),
        Stat(RotationsRow, "Rotations in last 24 hours, rounded", "How many rotations were tried?", $"round(sum(increase({Rotations}[24h])))"),
        Lines(RotationsRow, "Time since the last rotation", "Which secrets were not rotated? The lines are the thresholds of the alert: 35 days for the JWT key, 100 days for others.", "s",
            new PanelQuery($"time() - max by ({Secret}) ({LastRotation})", "{{secret}}")) with
        {
            Width = 24,
            Thresholds = [new(35 * 86_400, PanelColor.Orange), new(100 * 86_400, PanelColor.Red)],
        },

        Lines(AccessRow, "Requests rejected by rate limits", "Which limits reject requests?", "reqps",
            PerSecond(AuthRejections, "login and refresh"), PerSecond(ApiRejections, "API"), PerSecond(UploadRejections, "upload")) with { Width = 12, Stacked = true },
        Lines(AccessRow, "Blocked accounts", "How many accounts are locked after failed logins?", "short", new PanelQuery($"max({BlockedAccounts})", "locked")) with { Width = 12 },
    ];

    private static PanelDefinition Quality(string title, string description, PromQLExpression query) => Stat(NowRow, title, description, query) with
    {
        Decimals = 0,
        BaseColor = PanelColor.Red,
        Thresholds = [new(50, PanelColor.Yellow), new(80, PanelColor.Green)],
    };
}
