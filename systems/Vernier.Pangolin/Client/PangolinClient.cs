using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Direct;
using Vernier.Pangolin.Links.HolePunching;
using Vernier.Pangolin.Links.Interfaces;

namespace Vernier.Pangolin.Client;

/// <summary>
/// A client: reaches a resource of a site directly, over WireGuard through the NAT routers of both sides, while the server only introduces them to each other.
/// It listens on a local port, and connects what connects to it with the target of the resource. After a lost connection it connects again with exponential
/// back-off and jitter. It requires Linux, wireguard-tools, WireGuard in the kernel or wireguard-go, and the privilege CAP_NET_ADMIN. Thread-safe.
/// </summary>
public sealed partial class PangolinClient : IAsyncDisposable
{
    private readonly PangolinClientOptions _options;
    private readonly WireGuardPrograms _programs;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ClientApi _api;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpRelay? _relay;
    private Task _running = Task.CompletedTask;
    private DirectLink? _link;

    /// <summary>Creates a client that is not connected.</summary>
    /// <param name="options">The options; they must not be changed afterwards.</param>
    /// <param name="logging">Receives the log. Default: none.</param>
    /// <param name="time">The clock. Default: the system's.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Options are invalid; the message contains all errors.</exception>
    public PangolinClient(PangolinClientOptions options, ILoggerFactory? logging = null, TimeProvider? time = null)
        : this(options, logging, time, new WireGuardPrograms())
    {
    }

    internal PangolinClient(PangolinClientOptions options, ILoggerFactory? logging, TimeProvider? time, WireGuardPrograms programs)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionsValidation.ThrowIfInvalid(options);
        _options = options;
        _programs = programs;
        _time = time ?? TimeProvider.System;
        _logger = logging?.CreateLogger<PangolinClient>() ?? NullLogger<PangolinClient>.Instance;
        _api = new ClientApi(options);
    }

    /// <summary>Gets the address and port on which the client listens; null before it is started.</summary>
    public IPEndPoint? LocalEndPoint { get; private set; }

    /// <summary>Starts to listen, and to connect in the background. Call it once.</summary>
    /// <exception cref="PangolinException">The local port is in use.</exception>
    public void Start()
    {
        var listener = Listen();
        LocalEndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _relay = new TcpRelay(listener, ConnectTargetAsync, _time);
        _running = ConnectAsync(_stop.Token);
    }

    /// <summary>Completes when the client is connected for the first time.</summary>
    /// <param name="cancellation">Cancels waiting.</param>
    /// <exception cref="PangolinException">The server rejects the client, or WireGuard is not available.</exception>
    public Task WhenConnectedAsync(CancellationToken cancellation = default) => _connected.Task.WaitAsync(cancellation);

    /// <summary>Starts, and runs until canceled.</summary>
    /// <param name="cancellation">Stops the client.</param>
    /// <exception cref="PangolinException">The local port is in use, the server rejects the client, or WireGuard is not available.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        Start();
        try
        {
            await _running.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped.
        }
    }

    /// <summary>Disconnects, and resets the connections to the local port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_relay is not null)
            await _relay.DisposeAsync().ConfigureAwait(false);
        _api.Dispose();
        _stop.Dispose();
    }

    private Socket Listen()
    {
        var endpoint = new IPEndPoint(IPAddress.Parse(_options.LocalAddress), _options.LocalPort);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
            return socket;
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new PangolinException($"Cannot listen on {endpoint}: {exception.Message}. Change local_port.", exception);
        }
    }

    /// <summary>Connects again and again, until canceled or rejected.</summary>
    private async Task ConnectAsync(CancellationToken cancellation)
    {
        try
        {
            var backoff = new Backoff(_options.InitialBackoff, _options.MaxBackoff, Random.Shared);
            while (true)
            {
                try
                {
                    await ConnectOnceAsync(backoff, cancellation).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is IOException or WireGuardException and not WireGuardUnavailableException)
                {
                    LogFailed(exception.Message);
                }
                await Task.Delay(backoff.Next(), _time, cancellation).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is ClientRejectedException or WireGuardUnavailableException)
        {
            var failure = new PangolinException(exception.Message, exception);
            _connected.TrySetException(failure);
            throw failure;
        }
        finally
        {
            _connected.TrySetCanceled(CancellationToken.None);
        }
    }

    /// <summary>Connects, and waits until the connection is lost.</summary>
    private async Task ConnectOnceAsync(Backoff backoff, CancellationToken cancellation)
    {
        var link = await DirectLink.CreateAsync(_programs, "pgc", _time, cancellation).ConfigureAwait(false);
        await using var owned = link.ConfigureAwait(false);
        var opened = await _api.OpenAsync(link.PublicKey, cancellation).ConfigureAwait(false);
        var (own, site) = (IPAddress.Parse(opened.ClientAddress), IPAddress.Parse(opened.SiteAddress));
        if (IPNetwork.Parse(_options.Network) is var network && (!network.Contains(own) || !network.Contains(site)))
            throw new ClientRejectedException($"The server assigned the addresses {own} and {site}, but this client allows {network}. Set network to that of the server.");
        var server = await HostResolver.ResolveAsync(opened.Host, opened.Port, cancellation).ConfigureAwait(false);
        var ticket = new HolePunchTicket(opened.Id, HolePunchRole.Client, Convert.FromBase64String(opened.Key), server, opened.ServerTime);
        await link.ConnectAsync(ticket, opened.SitePublicKey, own, site, _options.ConnectTimeout, cancellation).ConfigureAwait(false);
        Volatile.Write(ref _link, link);
        try
        {
            LogConnected(opened.SiteId, opened.Target, LocalEndPoint!);
            backoff.Reset();
            _connected.TrySetResult();
            await link.WhenLostAsync(cancellation).ConfigureAwait(false);
            LogLost(opened.SiteId);
        }
        finally
        {
            Volatile.Write(ref _link, null);
        }
    }

    private Task<Socket> ConnectTargetAsync(CancellationToken cancellation) =>
        Volatile.Read(ref _link)?.ConnectAsync(cancellation) ?? throw new IOException("The client is not connected.");

    [LoggerMessage(1, LogLevel.Information, "Connected directly to the target {Target} of the site {Site}; connections to {Endpoint} reach it.")]
    private partial void LogConnected(string site, string target, IPEndPoint endpoint);

    [LoggerMessage(2, LogLevel.Warning, "Lost the direct connection to the site {Site}; connecting again.")]
    private partial void LogLost(string site);

    [LoggerMessage(3, LogLevel.Warning, "Cannot connect directly; trying again: {Reason}")]
    private partial void LogFailed(string reason);
}
