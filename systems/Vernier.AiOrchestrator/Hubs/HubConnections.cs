using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The open connections, and the sessions that clients can resume. Thread-safe.</summary>
internal sealed class HubConnections(AiOrchestratorMetrics metrics, DeliveryRecorder recorder, WebSocketHubOptions options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, HubConnection> _connections = [];
    private readonly Dictionary<string, HubSession> _sessions = [];

    // The connection of each connected session, by its id. A connection that was replaced stays open until the client has received the reason.
    private readonly Dictionary<string, HubConnection> _current = [];

    // The sessions in the order in which their clients disconnected.
    private readonly Queue<(HubSession Session, DateTimeOffset Since)> _disconnected = [];

    /// <summary>The number of open connections.</summary>
    public int Count => _connections.Count;

    public bool IsFull => Count >= options.MaxConnections;

    public IReadOnlyCollection<HubConnection> All => [.. _connections.Values];

    /// <summary>Returns the statistics of the sessions whose client is connected.</summary>
    public IReadOnlyList<ConnectionSnapshot> Snapshot()
    {
        lock (_lock)
            return [.. _current.Values.Select(connection => connection.Session.Snapshot())];
    }

    /// <summary>Returns the statistics of all sessions, including those of clients that may return.</summary>
    public IReadOnlyList<SessionReport> Sessions()
    {
        lock (_lock)
            return [.. _sessions.Values.Select(session => SessionReport.Of(session.Snapshot(), _current.ContainsKey(session.Id)))];
    }

    public HubConnection? Find(string connectionId) => _connections.GetValueOrDefault(connectionId);

    /// <summary>Opens a connection, in the session that it resumes or in a new one.</summary>
    /// <returns>The connection, or null if too many connections are open.</returns>
    public HubConnection? Open(HubCallerContext context, ISingleClientProxy client, Caller caller, HubQuery query, bool isLongPolling)
    {
        var connection = Open(context, client, caller, query, isLongPolling, out var replaced);
        replaced?.Close("The session was resumed on another connection.");
        return connection;
    }

    /// <summary>Removes a connection that has ended. Its unacknowledged messages have failed.</summary>
    public void Remove(HubConnection connection)
    {
        lock (_lock)
        {
            if (!_connections.TryRemove(connection.Id, out _))
                return;
            connection.Queue.Close();
            metrics.ConnectionClosed();
            if (_current.GetValueOrDefault(connection.Session.Id) != connection)
                return;
            _current.Remove(connection.Session.Id);
            var now = time.GetUtcNow();
            connection.Session.Disconnected(now);
            _disconnected.Enqueue((connection.Session, now));
            Forget(now - options.SessionRetention);
        }
    }

    /// <summary>Forgets the sessions whose client has been disconnected since a time or longer.</summary>
    /// <returns>The number of forgotten sessions.</returns>
    public int ForgetSessions(DateTimeOffset disconnectedUntil)
    {
        lock (_lock)
            return Forget(disconnectedUntil);
    }

    private HubConnection? Open(HubCallerContext context, ISingleClientProxy client, Caller caller, HubQuery query, bool isLongPolling, out HubConnection? replaced)
    {
        lock (_lock)
        {
            replaced = null;
            if (IsFull)
                return null;
            var resumed = FindSession(query, caller);
            var session = resumed ?? new HubSession(Guid.NewGuid().ToString("N"), caller.Name, query.RunId);
            // The server has not noticed yet that the client lost its connection.
            if (_current.TryGetValue(session.Id, out replaced))
                replaced.Queue.Close();

            var queue = new MessageQueue(options.MaxQueueLength, session, recorder, time);
            var connection = new HubConnection(context, client, caller, session, queue, time) { IsResumed = resumed is not null };
            _sessions[session.Id] = session;
            _current[session.Id] = connection;
            _connections[connection.Id] = connection;
            var isReconnection = query.SessionId is not null;
            session.Connected(time.GetUtcNow(), isReconnection);
            metrics.ConnectionOpened(isLongPolling);
            if (isReconnection)
                metrics.SessionResumed();
            return connection;
        }
    }

    private HubSession? FindSession(HubQuery query, Caller caller) =>
        query.SessionId is not null && _sessions.TryGetValue(query.SessionId, out var session) && session.User == caller.Name && session.RunId == query.RunId ? session : null;

    private int Forget(DateTimeOffset disconnectedUntil)
    {
        var count = 0;
        while (_disconnected.TryPeek(out var oldest) && (oldest.Since <= disconnectedUntil || _disconnected.Count > options.MaxConnections))
        {
            _disconnected.Dequeue();
            // The client may have returned, and disconnected again, in the meantime.
            if (oldest.Session.DisconnectedAt == oldest.Since && _sessions.Remove(oldest.Session.Id))
                count++;
        }
        return count;
    }
}
