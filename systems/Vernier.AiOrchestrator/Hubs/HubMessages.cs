using System.Text.Json;

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
}

/// <summary>The first message of a connection.</summary>
/// <param name="SessionId">The session, to resume it after the connection is lost.</param>
/// <param name="Resumed">Whether the session continues; false for a new one, also when the requested one is unknown.</param>
internal sealed record SessionMessage(string SessionId, bool Resumed);

/// <summary>An event of the run.</summary>
internal sealed record EventMessage(long Sequence, string Type, DateTimeOffset Time, JsonElement Data);

/// <summary>Events that were not sent because the queue of the connection was full.</summary>
internal sealed record DroppedMessage(long FirstSequence, long LastSequence, int Count);

/// <summary>The events after the requested one are not available any more; the connection continues after <paramref name="LastSequence"/>.</summary>
internal sealed record ReloadMessage(long FirstSequence, long LastSequence);

/// <summary>The server is going to close the connection.</summary>
internal sealed record ClosingMessage(string Reason);
