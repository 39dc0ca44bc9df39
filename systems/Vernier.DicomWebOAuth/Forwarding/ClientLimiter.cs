using System.Net;

namespace Vernier.DicomWebOAuth.Forwarding;

/// <summary>Lets each client make so many requests in a window of time, which begins with its first request. Thread-safe.</summary>
/// <param name="requests">How many.</param>
/// <param name="window">How long.</param>
/// <param name="time">The clock.</param>
internal sealed class ClientLimiter(int requests, TimeSpan window, TimeProvider time)
{
    /// <summary>So that a flood of addresses cannot fill the memory: clients beyond that share one window.</summary>
    internal const int MaxClients = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Window> _clients = [];
    private long? _lookedAt;

    /// <summary>Counts a request.</summary>
    /// <returns>Null when it may pass, else after what time the client may come back.</returns>
    public TimeSpan? Refusal(IPAddress? client)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            var key = client ?? IPAddress.None;
            if (!_clients.TryGetValue(key, out var current) && _clients.Count >= MaxClients)
            {
                ForgetOld(now);
                if (_clients.Count >= MaxClients)
                    _clients.TryGetValue(key = IPAddress.Any, out current);
            }

            if (current is null || time.GetElapsedTime(current.Began, now) >= window)
                _clients[key] = current = new Window(now);
            return ++current.Count <= requests ? null : window - time.GetElapsedTime(current.Began, now);
        }
    }

    private void ForgetOld(long now)
    {
        // Not for each of many new clients in turn.
        if (_lookedAt is { } before && time.GetElapsedTime(before, now) < window / 10)
            return;
        _lookedAt = now;
        foreach (var old in _clients.Where(c => time.GetElapsedTime(c.Value.Began, now) >= window).Select(c => c.Key).ToList())
            _clients.Remove(old);
    }

    private sealed class Window(long began)
    {
        public long Began { get; } = began;

        public long Count { get; set; }
    }
}
