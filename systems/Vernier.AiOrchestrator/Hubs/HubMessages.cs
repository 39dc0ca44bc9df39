using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The methods that the server invokes on a client.</summary>
internal static class HubMessages
{
    public const string Session = "session";
    public const string Event = "event";
    public const string Dropped = "dropped";
    public const string Reload = "reload";
    public const string Closing = "closing";
    public const string Ping = "ping";

    /// <summary>Invokes a method of a client. The JSON is that of the API, whatever the application configures for its own hubs.</summary>
    public static Task SendJsonAsync<T>(this IClientProxy client, string method, T message, CancellationToken cancellation) =>
        client.SendAsync(method, JsonSerializer.SerializeToElement(message, ApiJson.Options), cancellation);
}

/// <summary>The first message of a connection.</summary>
/// <param name="SessionId">The session, to resume it after the connection is lost.</param>
/// <param name="Resumed">Whether the session continues; false for a new one, also when the requested one is unknown.</param>
internal sealed record SessionMessage(string SessionId, bool Resumed);

/// <summary>Events that were not sent because the queue of the connection was full.</summary>
internal sealed record DroppedMessage(long FirstSequence, long LastSequence, int Count);

/// <summary>The events after the requested one are not available any more; the connection continues after <paramref name="LastSequence"/>.</summary>
internal sealed record ReloadMessage(long FirstSequence, long LastSequence);

/// <summary>The server is going to close the connection.</summary>
internal sealed record ClosingMessage(string Reason);
