using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tunnels;

/// <summary>How a tunnel ended.</summary>
internal enum SiteTunnelEnd
{
    /// <summary>One side closed it in an orderly way.</summary>
    Closed,

    /// <summary>The connection was cut, or one of its parts failed.</summary>
    Lost,

    /// <summary>The site did not respond to a ping.</summary>
    Silent,

    /// <summary>The site violated the protocol.</summary>
    Violation,

    /// <summary>The site did not complete the handshake in time.</summary>
    HandshakeTimeout,
}

/// <summary>
/// One WebSocket of a site. <see cref="RunAsync"/> performs the handshake, responds to control messages and measures round trips until the tunnel ends; requests
/// go through <see cref="Client"/>. Thread-safe.
/// </summary>
internal sealed class SiteTunnel : ISiteLink, IControlSession, IDisposable
{
    private readonly TunnelHub _hub;
    private readonly TunnelServices _services;
    private readonly TunnelChannel _channel;
    private readonly PingMonitor _pings;
    private readonly ConfigSender _config;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<HelloMessage> _hello = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ending = new();
    private int _opened;
    private volatile bool _isReady;
    private volatile bool _isClosing;

    /// <summary>Creates a tunnel.</summary>
    /// <param name="siteId">The site, which is authenticated.</param>
    /// <param name="remoteAddress">Its address; null if unknown.</param>
    /// <param name="started">When its request arrived, as a timestamp of the clock.</param>
    /// <param name="socket">The WebSocket.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="services">What tunnels use.</param>
    public SiteTunnel(string siteId, string? remoteAddress, long started, WebSocket socket, TunnelHub hub, TunnelServices services)
    {
        SiteId = siteId;
        RemoteAddress = remoteAddress;
        Started = started;
        _hub = hub;
        _services = services;
        _logger = services.Logger;
        _channel = new TunnelChannel(socket, services.Time, (isSent, message) =>
            services.Metrics.TunnelMessage(isSent ? TrafficDirection.Ingress : TrafficDirection.Egress, message));
        _pings = new PingMonitor(siteId, _channel, services);
        _config = new ConfigSender(siteId, _channel, services);
        Client = SiteClient.Create(services.Options, OpenAsync);
    }

    public string SiteId { get; }

    public Transport Transport => Transport.Websocket;

    public bool IsLocal => true;

    public HttpMessageInvoker Client { get; }

    public string? RemoteAddress { get; }

    public long Started { get; }

    /// <summary>Whether the handshake was completed.</summary>
    public bool IsReady => _isReady;

    /// <summary>Completes when the tunnel has ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>What the site sent when it connected.</summary>
    public HelloMessage Hello => _hello.Task.Result;

    /// <summary>How the tunnel ended.</summary>
    public SiteTunnelEnd End { get; private set; } = SiteTunnelEnd.Lost;

    public Task SendAsync(string extension, JsonElement data) => _channel.SendAsync(new ExtensionMessage(extension, data), CancellationToken.None).AsTask();

    /// <summary>Sends the targets again if they have changed.</summary>
    public void ConfigurationChanged() => _config.Signal();

    /// <summary>Runs the tunnel until its end, which is in <see cref="End"/>. Never throws.</summary>
    public async Task RunAsync()
    {
        var receiving = ReceiveAsync();
        try
        {
            if (await GreetAsync(receiving).ConfigureAwait(false))
            {
                await Task.WhenAll(receiving, _pings.RunAsync(Silent, _ending.Token), _config.RunAsync(_ending.Token)).ConfigureAwait(false);
            }
            await receiving.ConfigureAwait(false);
        }
        finally
        {
            _hub.Retire(this);
            if (_isReady)
            {
                foreach (var extension in _services.Extensions)
                    extension.Disconnected(this);
            }
            _ended.TrySetResult();
        }
    }

    /// <summary>Closes the tunnel: the site completes the requests in progress. Waits for its end, for the drain timeout at most.</summary>
    /// <param name="reason">One of <see cref="CloseReasons"/>.</param>
    public async Task CloseAsync(string reason)
    {
        _isClosing = true;
        _hub.Retire(this);
        await DrainAsync(_channel.SendAsync(new CloseMessage(reason), CancellationToken.None).AsTask()).ConfigureAwait(false);
    }

    /// <summary>Releases the connection. The client stays: a request that comes too late must fail like all others, not with an ObjectDisposedException.</summary>
    public void Dispose()
    {
        _channel.Dispose();
        _ending.Dispose();
    }

    /// <summary>Receives until the end. Never throws.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            await _channel.RunAsync(ReceivedAsync).ConfigureAwait(false);

            // Without a message before, the site or something between has closed the WebSocket on its own.
            SetEnd(_isClosing ? SiteTunnelEnd.Closed : SiteTunnelEnd.Lost);
        }
        catch (ConnectionLostException)
        {
            SetEnd(_isClosing ? SiteTunnelEnd.Closed : SiteTunnelEnd.Lost);
        }
        catch (TunnelProtocolException exception)
        {
            SetEnd(SiteTunnelEnd.Violation);
            TunnelLog.Violation(_logger, SiteId, exception.Message);
            await RejectAsync(exception).ConfigureAwait(false);
        }
        finally
        {
            await _ending.CancelAsync().ConfigureAwait(false);
            _hello.TrySetCanceled();
        }
    }

    /// <summary>Sends the reason, and closes the WebSocket. A site that does not read it is cut.</summary>
    private async Task RejectAsync(TunnelProtocolException violation)
    {
        try
        {
            await _channel.RejectAsync(violation).WaitAsync(_services.Options.PingTimeout, _services.Time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or ConnectionLostException)
        {
            // The site does not read the reason.
        }
        _channel.Abort();
    }

    /// <summary>Waits for the first message of the site. Returns false if the tunnel ends before.</summary>
    private async Task<bool> GreetAsync(Task receiving)
    {
        try
        {
            await _hello.Task.WaitAsync(_services.Options.HandshakeTimeout, _services.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            SetEnd(SiteTunnelEnd.HandshakeTimeout);
            TunnelLog.HandshakeTimedOut(_logger, SiteId, _services.Options.HandshakeTimeout);
            _channel.Abort();
            await receiving.ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        return true;
    }

    /// <summary>Waits for the end of the tunnel, and cuts it after the drain timeout.</summary>
    /// <param name="announced">Completes when the site knows that the tunnel is closing.</param>
    private async Task DrainAsync(Task announced)
    {
        try
        {
            await Task.WhenAll(announced, Ended).WaitAsync(_services.Options.DrainTimeout, _services.Time).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or ConnectionLostException)
        {
            _channel.Abort();
            await Ended.ConfigureAwait(false);
        }
    }

    private void SetEnd(SiteTunnelEnd end)
    {
        // The first cause counts: what follows is a consequence of it.
        if (End == SiteTunnelEnd.Lost)
            End = end;
    }

    private void Silent()
    {
        SetEnd(SiteTunnelEnd.Silent);
        TunnelLog.Silent(_logger, SiteId, _services.Options.PingTimeout);
        _channel.Abort();
    }

    private async ValueTask ReceivedAsync(ControlMessage message)
    {
        switch (message)
        {
            case HelloMessage hello when !_isReady:
                await WelcomeAsync(hello).ConfigureAwait(false);
                break;
            case PongMessage pong when _isReady && _pings.TryComplete(pong.Id):
                break;
            case HealthMessage health when _isReady:
                _services.Health.Report(SiteId, health.Targets.Select(target => KeyValuePair.Create(target.Name, target.Healthy)));
                break;
            case ExtensionMessage extension when _isReady:
                foreach (var handler in _services.Extensions.Where(handler => handler.Name == extension.Name))
                    await handler.ReceivedAsync(this, extension.Data).ConfigureAwait(false);
                break;
            case CloseMessage close when _isReady:
                _isClosing = true;
                TunnelLog.ClosedBySite(_logger, SiteId, close.Reason);
                _hub.Retire(this);
                _ = DrainAsync(Task.CompletedTask);
                break;
            case ErrorMessage error:
                TunnelLog.ErrorFromSite(_logger, SiteId, error.Message);
                break;
            default:
                throw new TunnelProtocolException($"The control message '{ChannelNames.Of(message.Kind)}' is not expected now.");
        }
    }

    private async ValueTask WelcomeAsync(HelloMessage hello)
    {
        _channel.AcceptData();
        await _channel.SendAsync(new WelcomeMessage(ProductVersion.Text), CancellationToken.None).ConfigureAwait(false);
        _isReady = true;
        _hello.SetResult(hello);
        _hub.Add(this);
        foreach (var extension in _services.Extensions)
            extension.Connected(this);
    }

    /// <summary>Opens the HTTP/2 connection, once. When it has ended, the site must connect again.</summary>
    private ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref _opened, 1) != 0)
            throw new ConnectionLostException(null);
        return new ValueTask<Stream>(new TunnelStream(SiteId, _channel, _services.Metrics, () =>
        {
            if (!_isClosing)
                _channel.Abort();
        }));
    }
}
