using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vernier.Pangolin.Agent.WireGuard;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Agent;

/// <summary>
/// A site: connects to a Pangolin server and forwards the requests that arrive through the tunnel to its targets, and to nothing else. After a lost
/// connection it connects again with exponential back-off and jitter. Thread-safe.
/// </summary>
public sealed class PangolinSite : IAsyncDisposable
{
    private readonly PangolinSiteOptions _options;
    private readonly ILoggerFactory? _logging;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SiteSocket _socket;
    private readonly SiteTargets _targets;
    private readonly SiteRequests _requests;
    private readonly TunnelListener _listener = new();
    private readonly List<IControlExtension> _extensions = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Lock _lock = new();
    private readonly SiteWireGuard? _wireGuard;
    private TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SiteServer? _server;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;
    private bool _isDisposed;

    /// <summary>Creates a site that is not connected.</summary>
    /// <param name="options">The options; they must not be changed afterwards.</param>
    /// <param name="logging">Receives the log. Default: none.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <exception cref="OptionsValidationException">Options are invalid; the message contains all errors.</exception>
    public PangolinSite(PangolinSiteOptions options, ILoggerFactory? logging = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.ThrowIfInvalid(options);
        _options = options;
        _logging = logging;
        _time = time ?? TimeProvider.System;
        _logger = logging?.CreateLogger<PangolinSite>() ?? NullLogger<PangolinSite>.Instance;
        _socket = new SiteSocket(options, _time);
        _targets = new SiteTargets(options);
        _requests = new SiteRequests(_targets, options, _time);
        if (!options.Wireguard.Enabled)
            return;
        _wireGuard = new SiteWireGuard(
            options.Id, options.Wireguard, new WireGuardPrograms(), ServeAsync, name => _targets.Find(name) is not null, ConnectTargetAsync, _time, _logger);
        _extensions.Add(_wireGuard);
    }

    /// <summary>Gets a value indicating whether the site is connected to the server.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_lock)
                return _connected.Task.IsCompletedSuccessfully;
        }
    }

    /// <summary>Adds an extension of the control channel, before the site is started.</summary>
    internal void Add(IControlExtension extension) => _extensions.Add(extension);

    /// <summary>Starts to connect in the background. Call it once.</summary>
    /// <param name="cancellation">Cancels starting.</param>
    /// <exception cref="InvalidOperationException">The site was started before.</exception>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isStarted)
                throw new InvalidOperationException("The site was started before. Create a new one.");
            _isStarted = true;
        }
        _server = await SiteServer.StartAsync(_listener.EndPoint, _listener, _requests.HandleAsync, _logging, cancellation).ConfigureAwait(false);
        _running = Task.Run(ConnectAsync, CancellationToken.None);
    }

    /// <summary>Completes when the site is connected.</summary>
    /// <param name="cancellation">Cancels waiting.</param>
    public Task WhenConnectedAsync(CancellationToken cancellation = default)
    {
        lock (_lock)
            return _connected.Task.WaitAsync(cancellation);
    }

    /// <summary>
    /// Completes the requests in progress, for <see cref="PangolinSiteOptions.DrainTimeout"/> at most, and disconnects. A site that is stopped cannot be
    /// started again.
    /// </summary>
    /// <param name="cancellation">Aborts the requests that are still in progress.</param>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        using (cancellation.UnsafeRegister(static aborting => ((CancellationTokenSource)aborting!).Cancel(), _aborting))
        {
            // First, because the site announces it over the control channel.
            if (_wireGuard is not null)
                await _wireGuard.DisposeAsync().ConfigureAwait(false);
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _running.ConfigureAwait(false);
        }
        if (_server is { } server)
        {
            // The connections have ended, so nothing is left to wait for.
            await server.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        }
    }

    /// <summary>Runs until canceled, and then stops as <see cref="StopAsync"/> does.</summary>
    /// <param name="cancellation">Stops the site.</param>
    /// <exception cref="InvalidOperationException">The site was started before.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await StartAsync(CancellationToken.None).ConfigureAwait(false);
        var canceled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellation.UnsafeRegister(static source => ((TaskCompletionSource)source!).TrySetResult(), canceled))
            await Task.WhenAny(canceled.Task, _running).ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Disconnects, and aborts the requests in progress.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        await _aborting.CancelAsync().ConfigureAwait(false);
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (_server is { } server)
            await server.DisposeAsync().ConfigureAwait(false);
        _targets.Dispose();
        _stopping.Dispose();
        _aborting.Dispose();
    }

    /// <summary>Serves the requests that arrive over WireGuard.</summary>
    private async Task<IAsyncDisposable> ServeAsync(IPEndPoint endpoint, IConnectionListenerFactory transport, CancellationToken cancellation)
    {
        var server = await SiteServer.StartAsync(endpoint, transport, _requests.HandleAsync, _logging, cancellation).ConfigureAwait(false);
        return new DrainedServer(server, _options.DrainTimeout, _time, _aborting.Token);
    }

    private async Task<Socket> ConnectTargetAsync(string name, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (await TcpForwarder.ConnectAsync(socket, _targets.Find(name)!, _options.TargetConnectTimeout, _time, cancellation).ConfigureAwait(false) is null)
            return socket;
        socket.Dispose();
        throw new IOException($"Cannot connect to the target {name}.");
    }

    /// <summary>Keeps the site connected until it is stopped. Never throws.</summary>
    private async Task ConnectAsync()
    {
        var services = new SiteServices(_options, _targets, new HealthChecks(_targets, _time), _listener, _extensions, _time, _logger);
        var backoff = new Backoff(_options.InitialBackoff, _options.MaxBackoff, Random.Shared);
        var previous = PreviousEnd.None;
        try
        {
            while (true)
            {
                var end = await TryConnectAsync(services, previous, backoff).ConfigureAwait(false);
                if (_stopping.IsCancellationRequested)
                    break;
                previous = end.Previous ?? previous;
                await Task.Delay(end.Delay, _time, _stopping.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The site is stopping.
        }
        SiteLog.Stopped(_logger, _options.Id);
    }

    /// <summary>Connects, and runs the connection until its end. Returns how it ended, if the handshake was completed, and the time before the next attempt.</summary>
    private async Task<(PreviousEnd? Previous, TimeSpan Delay)> TryConnectAsync(SiteServices services, PreviousEnd previous, Backoff backoff)
    {
        SiteConnectionEnd? end;
        try
        {
            var socket = await _socket.ConnectAsync(_stopping.Token).ConfigureAwait(false);
            var connection = new SiteConnection(socket, services);
            await using var owned = connection.ConfigureAwait(false);
            end = await connection.RunAsync(previous, Connected, _stopping.Token, _aborting.Token).ConfigureAwait(false);
        }
        catch (SiteRejectedException exception)
        {
            var delay = backoff.Next();
            if (exception.IsPermanent)
                SiteLog.Rejected(_logger, _options.Id, _socket.Address, exception.Message, delay);
            else
                SiteLog.CannotConnect(_logger, _options.Id, _socket.Address, exception.Message, delay);
            return (null, delay);
        }
        finally
        {
            lock (_lock)
            {
                if (_connected.Task.IsCompleted)
                    _connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
        return (end?.Previous, After(end, backoff));

        void Connected()
        {
            backoff.Reset();
            SiteLog.Connected(_logger, _options.Id, _socket.Address);
            lock (_lock)
                _connected.TrySetResult();
        }
    }

    /// <summary>Returns the time before the next attempt, and logs it.</summary>
    private TimeSpan After(SiteConnectionEnd? end, Backoff backoff)
    {
        var isConflict = end?.Reason is CloseReasons.Replaced or CloseReasons.SiteDeleted or CloseReasons.SecretChanged;
        var delay = isConflict ? backoff.Longest() : backoff.Next();
        if (_stopping.IsCancellationRequested)
            return delay;
        if (end?.Reason == CloseReasons.Replaced)
            SiteLog.Replaced(_logger, _options.Id, delay);
        else if (end?.Reason is not null)
            SiteLog.ConnectsAgain(_logger, _options.Id, _socket.Address, delay);
        else
            SiteLog.Lost(_logger, _options.Id, _socket.Address, delay);
        return delay;
    }
}
