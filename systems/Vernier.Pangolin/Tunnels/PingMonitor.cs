using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tunnels;

/// <summary>Measures the round-trip time of a tunnel, and finds out when the site is silent. Thread-safe.</summary>
internal sealed class PingMonitor(string siteId, TunnelChannel channel, TunnelServices services)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _pong = NewSource();
    private long _lastSent;
    private long _lastCompleted;
    private long _sentAt;

    /// <summary>Sends pings until canceled. Never throws.</summary>
    /// <param name="silent">Called when nothing arrives in time after a ping; then it ends.</param>
    /// <param name="cancellation">Canceled when the tunnel ends.</param>
    public async Task RunAsync(Action silent, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var sentAt = services.Time.GetTimestamp();
                if (!await TryPingAsync(sentAt, cancellation).ConfigureAwait(false) && channel.LastReceived <= sentAt)
                {
                    silent();
                    return;
                }
                await Task.Delay(services.Options.PingInterval, services.Time, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ConnectionLostException)
        {
            // The tunnel has ended.
        }
    }

    /// <summary>Records the response to a ping. Returns false if there was no such ping.</summary>
    public bool TryComplete(long id)
    {
        lock (_lock)
        {
            if (id > _lastSent || id <= _lastCompleted)
                return false;
            _lastCompleted = id;

            // A late response to an earlier ping measures nothing.
            if (id == _lastSent)
            {
                services.Metrics.TunnelRoundTrip(siteId, Transport.Websocket, services.Time.GetElapsedTime(_sentAt));
                _pong.TrySetResult();
            }
            return true;
        }
    }

    /// <summary>Sends a ping. Returns false without a response in time; a link that is busy in one direction may be that slow.</summary>
    private async Task<bool> TryPingAsync(long sentAt, CancellationToken cancellation)
    {
        var options = services.Options;
        long id;
        Task pong;
        lock (_lock)
        {
            id = ++_lastSent;
            _sentAt = sentAt;
            _pong = NewSource();
            pong = _pong.Task;
        }
        var next = options.PingInterval + options.PingTimeout;
        var ping = PingAsync(new PingMessage(id, (int)next.TotalMilliseconds), pong);
        try
        {
            await ping.WaitAsync(options.PingTimeout, services.Time, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task PingAsync(PingMessage message, Task pong)
    {
        await channel.SendAsync(message, CancellationToken.None).ConfigureAwait(false);
        await pong.ConfigureAwait(false);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
