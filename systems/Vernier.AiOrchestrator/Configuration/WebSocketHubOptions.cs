using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of the clients that watch runs over WebSockets or long polling. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class WebSocketHubOptions
{
    /// <summary>
    /// Gets or sets the maximum number of unacknowledged messages of a connection, 1 to 10,000. If the client acknowledges none of them for a second, further
    /// messages that are not critical are dropped; a connection whose queue is full of critical messages is closed. Default: 256.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxQueueLength { get; set; } = 256;

    /// <summary>
    /// Gets or sets the time after which an unacknowledged message counts as failed, and after which a client that does not read its messages is
    /// disconnected, 1 second to 1 hour. Default: 30 seconds.
    /// </summary>
    [DurationRange(1, 3600)]
    public TimeSpan AcknowledgmentTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the time between two measurements of the round-trip time of a connection, 100 milliseconds to 1 hour. Default: 10 seconds.</summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time without traffic after which the server sends a keep-alive message, 1 second to 10 minutes. Default: 15 seconds.</summary>
    [DurationRange(1, 600)]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets the time without a message after which a client is disconnected, 1 second to 1 hour. It must be longer than the keep-alive interval of
    /// the clients, which is 15 seconds unless they change it. Clients that never send keep-alive messages are not checked. Default: 30 seconds.
    /// </summary>
    [DurationRange(1, 3600)]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets the maximum size of a message from a client in bytes, 1,024 to 16,777,216 (16 MiB). A larger message closes the connection. Default:
    /// 65,536 (64 KiB).
    /// </summary>
    [Range(1024, 16 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 64 * 1024;

    /// <summary>Gets or sets the maximum number of connections, 1 to 1,000,000. Further clients get 503. Default: 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how long the session of a disconnected client is kept, 1 second to 1 day. A client that returns later still continues with the next
    /// event; only the statistics of its session start again. Default: 10 minutes.
    /// </summary>
    [DurationRange(1, 86_400)]
    public TimeSpan SessionRetention { get; set; } = TimeSpan.FromMinutes(10);
}
