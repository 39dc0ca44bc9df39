using System.Text.Json.Serialization;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The statistics of a session, reconnections included.</summary>
internal sealed record ConnectionSnapshot
{
    public required string SessionId { get; init; }

    public required string UserId { get; init; }

    public required string RunId { get; init; }

    /// <summary>When the last connection of the session was opened, in UTC.</summary>
    public required DateTime ConnectedAt { get; init; }

    /// <summary>The number of events that were sent, without replays.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>The number of hub methods that the client invoked, acknowledgments included.</summary>
    public required long MessagesReceived { get; init; }

    public required long MessageFailures { get; init; }

    public required int ReconnectionCount { get; init; }

    /// <summary>The average of the last 100 round-trip times in milliseconds; 0 without a measurement.</summary>
    public required double AverageLatency { get; init; }

    /// <summary>The maximum of the last 100 round-trip times in milliseconds; 0 without a measurement.</summary>
    public required double MaxLatency { get; init; }

    /// <summary>The share of the acknowledged messages among those that were acknowledged or failed, 0 to 1.</summary>
    public required double DeliveryRate { get; init; }

    [JsonIgnore]
    public double QualityScore => ConnectionQuality.Score(AverageLatency, ReconnectionCount, DeliveryRate);
}
