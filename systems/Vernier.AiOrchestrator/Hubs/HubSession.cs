namespace Vernier.AiOrchestrator.Hubs;

/// <summary>A client that watches a run, across its reconnections: its statistics, and which events it was sent. Thread-safe.</summary>
internal sealed class HubSession(string id, string user, string runId)
{
    private const int MaxLatencies = 100;

    private readonly Lock _lock = new();
    private readonly Queue<double> _latencies = new(MaxLatencies);
    private DateTimeOffset _connectedAt;
    private DateTimeOffset? _disconnectedAt;
    private long _lastSequence;
    private long _sent;
    private long _received;
    private long _delivered;
    private long _failed;
    private int _reconnections;

    public string Id { get; } = id;

    public string User { get; } = user;

    public string RunId { get; } = runId;

    /// <summary>When the last connection ended; null while the client is connected.</summary>
    public DateTimeOffset? DisconnectedAt
    {
        get
        {
            lock (_lock)
                return _disconnectedAt;
        }
    }

    /// <summary>The number of acknowledged messages.</summary>
    public long Delivered
    {
        get
        {
            lock (_lock)
                return _delivered;
        }
    }

    public void Connected(DateTimeOffset now, bool isReconnection)
    {
        lock (_lock)
        {
            _connectedAt = now;
            _disconnectedAt = null;
            if (isReconnection)
                _reconnections++;
        }
    }

    public void Disconnected(DateTimeOffset now)
    {
        lock (_lock)
            _disconnectedAt = now;
    }

    /// <summary>Records that an event is sent. Returns whether it is sent for the first time; if not, it is a replay.</summary>
    public bool Send(long sequence)
    {
        lock (_lock)
        {
            if (sequence <= _lastSequence)
                return false;
            _lastSequence = sequence;
            _sent++;
            return true;
        }
    }

    public void MessageReceived()
    {
        lock (_lock)
            _received++;
    }

    public void MessagesDelivered(int count)
    {
        lock (_lock)
            _delivered += count;
    }

    public void MessagesFailed(int count)
    {
        lock (_lock)
            _failed += count;
    }

    public void RoundTripMeasured(TimeSpan duration)
    {
        lock (_lock)
        {
            if (_latencies.Count == MaxLatencies)
                _latencies.Dequeue();
            _latencies.Enqueue(duration.TotalMilliseconds);
        }
    }

    public ConnectionSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new()
            {
                SessionId = Id,
                UserId = User,
                RunId = RunId,
                ConnectedAt = _connectedAt.UtcDateTime,
                MessagesSent = _sent,
                MessagesReceived = _received,
                MessageFailures = _failed,
                ReconnectionCount = _reconnections,
                AverageLatency = _latencies.Count == 0 ? 0 : _latencies.Average(),
                MaxLatency = _latencies.Count == 0 ? 0 : _latencies.Max(),
                DeliveryRate = ConnectionQuality.DeliveryRate(_delivered, _failed),
            };
        }
    }
}
