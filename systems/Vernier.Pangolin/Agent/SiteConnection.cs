using System.Net.WebSockets;
using System.Text.Json;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Agent;

/// <summary>One connection of a site to the server: handshake, control messages, and the HTTP/2 connection that Kestrel serves.</summary>
internal sealed class SiteConnection : IControlSession, IAsyncDisposable
{
    private readonly SiteServices _services;
    private readonly TunnelChannel _channel;
    private readonly TunnelConnection _connection;
    private readonly HealthRunner _health;
    private readonly TaskCompletionSource _welcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _closedByServer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _idleLimit;
    private volatile bool _isSilent;

    /// <summary>Creates a connection over a WebSocket that was opened.</summary>
    public SiteConnection(WebSocket socket, SiteServices services)
    {
        _services = services;
        _channel = new TunnelChannel(socket, services.Time);
        _connection = new TunnelConnection(_channel);
        _health = new HealthRunner(services.HealthChecks, _channel);
        _idleLimit = services.Options.ConnectTimeout.Ticks;
    }

    public string SiteId => _services.Options.Id;

    public Task SendAsync(string extension, JsonElement data) => _channel.SendAsync(new ExtensionMessage(extension, data), CancellationToken.None).AsTask();

    /// <summary>Runs the connection until its end.</summary>
    /// <param name="previous">How the previous connection ended.</param>
    /// <param name="connected">Called after the handshake.</param>
    /// <param name="stopping">Ends the connection in an orderly way.</param>
    /// <param name="aborting">Ends it at once.</param>
    /// <returns>How it ended; null if the handshake was not completed.</returns>
    public async Task<SiteConnectionEnd?> RunAsync(PreviousEnd previous, Action connected, CancellationToken stopping, CancellationToken aborting)
    {
        using var ending = new CancellationTokenSource();
        var receiving = ReceiveAsync();
        var isWelcome = false;
        Task watching = Task.CompletedTask, sending = Task.CompletedTask;
        using var abort = aborting.UnsafeRegister(static channel => ((TunnelChannel)channel!).Abort(), _channel);
        try
        {
            isWelcome = await GreetAsync(previous, receiving, stopping).ConfigureAwait(false);
            if (!isWelcome)
                return null;
            _services.Listener.Add(_connection);
            sending = _connection.SendAsync();
            watching = WatchAsync(ending.Token);
            foreach (var extension in _services.Extensions)
                extension.Connected(this);
            connected();
            var reason = await WaitAsync(receiving, stopping).ConfigureAwait(false);
            await EndAsync(reason, receiving, sending).ConfigureAwait(false);
            return _isSilent ? new SiteConnectionEnd(PreviousEnd.Timeout, null) : OfReason(reason);
        }
        finally
        {
            _channel.Abort();
            await ending.CancelAsync().ConfigureAwait(false);
            await receiving.ConfigureAwait(false);
            await watching.ConfigureAwait(false);
            await _connection.LoseAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            foreach (var extension in isWelcome ? _services.Extensions : [])
                extension.Disconnected(this);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _health.DisposeAsync().ConfigureAwait(false);
        _channel.Dispose();
    }

    private static SiteConnectionEnd OfReason(string? reason) => reason switch
    {
        null => new(PreviousEnd.Lost, null),
        CloseReasons.Replaced => new(PreviousEnd.Replaced, reason),
        _ => new(PreviousEnd.Shutdown, reason),
    };

    /// <summary>Performs the handshake. Returns false if the connection ends before, or the server does not respond in time.</summary>
    private async Task<bool> GreetAsync(PreviousEnd previous, Task receiving, CancellationToken stopping)
    {
        var options = _services.Options;
        try
        {
            await _channel.SendAsync(new HelloMessage(ProductVersion.Text, options.Region, previous, _services.Targets.Names), stopping).ConfigureAwait(false);
            await Task.WhenAny(_welcome.Task, receiving).WaitAsync(options.ConnectTimeout, _services.Time, stopping).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            return false;
        }
        catch (TimeoutException)
        {
            SiteLog.HandshakeTimedOut(_services.Logger, options.ConnectTimeout);
            return false;
        }
        return _welcome.Task.IsCompletedSuccessfully;
    }

    /// <summary>Waits for the end of the connection, or the start of an orderly end. Returns the reason; null if the connection is lost.</summary>
    private async Task<string?> WaitAsync(Task receiving, CancellationToken stopping)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = stopping.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), stopped);
        await Task.WhenAny(receiving, _connection.Disposed, _closedByServer.Task, stopped.Task).ConfigureAwait(false);
        if (_closedByServer.Task.IsCompletedSuccessfully)
        {
            var reason = await _closedByServer.Task.ConfigureAwait(false);
            SiteLog.ClosedByServer(_services.Logger, reason);
            return reason;
        }
        if (receiving.IsCompleted || _connection.Disposed.IsCompleted)
            return null;
        try
        {
            await _channel.SendAsync(new CloseMessage(CloseReasons.Shutdown), CancellationToken.None).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            return null;
        }
        return CloseReasons.Shutdown;
    }

    /// <summary>Completes the requests in progress, if the end is an orderly one, and closes the WebSocket.</summary>
    private async Task EndAsync(string? reason, Task receiving, Task sending)
    {
        try
        {
            if (reason is not null && _connection.TryDrain())
                await Task.WhenAny(_connection.Disposed, receiving).WaitAsync(_services.Options.DrainTimeout, _services.Time).ConfigureAwait(false);
            await CloseAsync(receiving, sending).WaitAsync(_services.Options.ConnectTimeout, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The connection is cut instead.
        }
    }

    private async Task CloseAsync(Task receiving, Task sending)
    {
        if (_connection.Disposed.IsCompleted)
            await sending.ConfigureAwait(false);
        await _channel.CloseAsync(WebSocketCloseStatus.NormalClosure, "").ConfigureAwait(false);
        await receiving.ConfigureAwait(false);
    }

    /// <summary>Receives until the end. Never throws.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            await _channel.RunAsync(ReceivedAsync).ConfigureAwait(false);
        }
        catch (ConnectionLostException)
        {
            // How it ended is logged with the time of the next attempt.
        }
        catch (TunnelProtocolException exception)
        {
            SiteLog.Violation(_services.Logger, exception.Message);
            _channel.Abort();
        }
    }

    private async ValueTask ReceivedAsync(ControlMessage message)
    {
        switch (message)
        {
            case WelcomeMessage when !_welcome.Task.IsCompleted:
                _channel.AcceptData();
                _welcome.SetResult();
                break;
            case PingMessage ping when _welcome.Task.IsCompleted:
                Interlocked.Exchange(ref _idleLimit, TimeSpan.FromMilliseconds(ping.NextWithinMilliseconds).Ticks);
                await _channel.SendAsync(new PongMessage(ping.Id), CancellationToken.None).ConfigureAwait(false);
                break;
            case ConfigMessage config when _welcome.Task.IsCompleted:
                await _health.StartAsync(config).ConfigureAwait(false);
                break;
            case ExtensionMessage extension when _welcome.Task.IsCompleted:
                foreach (var handler in _services.Extensions.Where(handler => handler.Name == extension.Name))
                    await handler.ReceivedAsync(this, extension.Data).ConfigureAwait(false);
                break;
            case CloseMessage close when _welcome.Task.IsCompleted:
                _closedByServer.TrySetResult(close.Reason);
                break;
            case ErrorMessage error:
                SiteLog.ErrorFromServer(_services.Logger, error.Message);
                break;
            default:
                throw new TunnelProtocolException($"The control message '{message.Kind}' is not expected now.");
        }
    }

    /// <summary>Cuts the connection when the server is silent for too long. Never throws.</summary>
    private async Task WatchAsync(CancellationToken ending)
    {
        try
        {
            while (true)
            {
                var limit = TimeSpan.FromTicks(Interlocked.Read(ref _idleLimit));
                var idle = _services.Time.GetElapsedTime(_channel.LastReceived);
                if (idle >= limit)
                {
                    _isSilent = true;
                    SiteLog.Silent(_services.Logger, limit);
                    _channel.Abort();
                    return;
                }
                await Task.Delay(limit - idle, _services.Time, ending).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection has ended.
        }
    }
}

/// <summary>How a connection ended after the handshake.</summary>
/// <param name="Previous">For the next handshake.</param>
/// <param name="Reason">The reason of an orderly end; null if the connection was lost.</param>
internal sealed record SiteConnectionEnd(PreviousEnd Previous, string? Reason);
