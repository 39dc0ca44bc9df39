using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;

namespace Vernier.Pangolin.Agent.WireGuard;

/// <summary>
/// WireGuard at a site: creates an interface when the server offers WireGuard, keeps it while the control channel reconnects, and accepts direct connections
/// of clients. Without the privilege the site uses its WebSocket only. Thread-safe.
/// </summary>
internal sealed partial class SiteWireGuard : IControlExtension, IAsyncDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(5);

    private readonly WireGuardPrograms _programs;
    private readonly string _name;
    private readonly IPNetwork _network;
    private readonly ServeRequests _serve;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SiteDirectConnections _direct;
    private readonly ConcurrentDictionary<IControlSession, WireGuardSession> _sessions = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _checking;
    private DirectoryInfo? _folder;
    private string _publicKey = "";
    private SiteTunnel? _tunnel;
    private WireGuardSession? _latest;
    private bool _isUnavailable;
    private int _isDisposed;

    /// <summary>Creates it; nothing happens before the server offers WireGuard.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="options">The options.</param>
    /// <param name="programs">The programs.</param>
    /// <param name="serve">Serves the requests of the server.</param>
    /// <param name="hasTarget">Whether the site has a target.</param>
    /// <param name="connectTarget">Connects to a target.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">The log.</param>
    public SiteWireGuard(
        string siteId, SiteWireGuardOptions options, WireGuardPrograms programs, ServeRequests serve, Func<string, bool> hasTarget, ConnectTarget connectTarget,
        TimeProvider time, ILogger logger)
    {
        (_programs, _serve, _time, _logger) = (programs, serve, time, logger);
        _name = options.Interface ?? "pgs" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(siteId)).AsSpan(0, 5));
        _network = IPNetwork.Parse(options.Network);
        _direct = new SiteDirectConnections(programs, options, hasTarget, connectTarget, time, logger);
        _checking = CheckAsync(_stop.Token);
    }

    public string Name => WireGuardFormat.Extension;

    private string KeyFile => Path.Combine(_folder!.FullName, "key");

    public void Connected(IControlSession session) => Volatile.Write(ref _latest, SessionOf(session));

    public ValueTask ReceivedAsync(IControlSession session, JsonElement data)
    {
        SessionOf(session).Receive(data);
        return ValueTask.CompletedTask;
    }

    public void Disconnected(IControlSession session)
    {
        if (_sessions.TryRemove(session, out var closed))
            closed.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _checking.ConfigureAwait(false);
        await LeaveAsync().ConfigureAwait(false);
        await _direct.DisposeAsync().ConfigureAwait(false);
        await _gate.WaitAsync().ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        DeleteKey();
        _gate.Release();
        _stop.Dispose();
    }

    /// <summary>Returns the session of a channel. A message can arrive before <see cref="Connected"/>.</summary>
    private WireGuardSession SessionOf(IControlSession session) => _sessions.GetOrAdd(session, control => new WireGuardSession(control, ProcessAsync));

    private async Task ProcessAsync(WireGuardSession session, WireGuardMessage message, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _isDisposed) != 0)
            return;
        switch (message)
        {
            case InviteMessage:
                await SendKeyAsync(session, cancellation).ConfigureAwait(false);
                break;
            case AssignmentMessage assignment:
                await ConnectAsync(session, assignment, cancellation).ConfigureAwait(false);
                break;
            case DirectOfferMessage offer:
                await _direct.AcceptAsync(session, offer, cancellation).ConfigureAwait(false);
                break;
        }
    }

    private async Task SendKeyAsync(WireGuardSession session, CancellationToken cancellation)
    {
        if (_isUnavailable)
            return;
        try
        {
            await session.SendAsync(new KeyMessage(await KeyAsync(cancellation).ConfigureAwait(false))).ConfigureAwait(false);
        }
        catch (WireGuardException exception)
        {
            Failed(exception);
        }
        catch (ObjectDisposedException)
        {
            // The site stops.
        }
    }

    private async Task<string> KeyAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
            if (_tunnel is not null)
                return _publicKey;

            // The folder has mode 0700. It exists until the interface has the key; another interface gets another key.
            _folder ??= Directory.CreateTempSubdirectory("vernier-pangolin-");
            return _publicKey = await WireGuardKeys.LoadAsync(_programs, KeyFile, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task ConnectAsync(WireGuardSession session, AssignmentMessage assignment, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Volatile.Read(ref _isDisposed) != 0)
                return;
            if (_tunnel is null && _folder is null)
                throw new WireGuardException("The server assigned addresses without a key of this site.");
            if (!_network.Contains(IPAddress.Parse(assignment.SiteAddress)) || !_network.Contains(IPAddress.Parse(assignment.ServerAddress)))
            {
                throw new WireGuardException($"The server assigned the address {assignment.SiteAddress} and has {assignment.ServerAddress}, "
                    + $"but this site allows {_network}. Set the same wireguard.network at the server and at the site.");
            }
            if (_tunnel is { } existing && !await existing.TryChangeAsync(assignment, cancellation).ConfigureAwait(false))
                await CloseAsync().ConfigureAwait(false);
            if (_tunnel is null)
            {
                _tunnel = await SiteTunnel.CreateAsync(_programs, _name, KeyFile, assignment, _serve, _time, cancellation).ConfigureAwait(false);
                DeleteKey();
                LogConnecting(_name, assignment.SiteAddress, assignment.Host, assignment.Port);
            }
            await session.SendAsync(new ListeningMessage(_tunnel.Port)).ConfigureAwait(false);
        }
        catch (WireGuardException exception)
        {
            Failed(exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Checks that the interface still exists, for example because wireguard-go was killed, and creates it again.</summary>
    private async Task CheckAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(CheckInterval, _time, cancellation).ConfigureAwait(false);
                if (await IsLostAsync(cancellation).ConfigureAwait(false) && Volatile.Read(ref _latest) is { } session)
                    await TryAgainAsync(session, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task<bool> IsLostAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_tunnel is null)
                return false;
            await _tunnel.CheckAsync(cancellation).ConfigureAwait(false);
            return false;
        }
        catch (WireGuardException exception)
        {
            Failed(exception);
            await CloseAsync().ConfigureAwait(false);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task TryAgainAsync(WireGuardSession session, CancellationToken cancellation)
    {
        try
        {
            await SendKeyAsync(session, cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The control channel is lost; the server offers WireGuard when it is connected again.
        }
    }

    /// <summary>Informs the server, so that it sends no new requests while those in progress complete.</summary>
    private async Task LeaveAsync()
    {
        try
        {
            if (_tunnel is not null && Volatile.Read(ref _latest) is { } session)
                await session.SendAsync(new LeavingMessage()).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The control channel is lost.
        }
    }

    private void DeleteKey()
    {
        _folder?.Delete(recursive: true);
        _folder = null;
    }

    private async Task CloseAsync()
    {
        if (_tunnel is { } tunnel)
            await tunnel.DisposeAsync().ConfigureAwait(false);
        _tunnel = null;
    }

    private void Failed(WireGuardException exception)
    {
        if (exception is not WireGuardUnavailableException)
        {
            LogFailed(exception.Message);
        }
        else if (!_isUnavailable)
        {
            _isUnavailable = true;
            LogUnavailable(exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "WireGuard interface {Interface} with the address {Address} connects to {Host}:{Port} (UDP).")]
    private partial void LogConnecting(string @interface, string address, string host, int port);

    [LoggerMessage(2, LogLevel.Warning, "WireGuard is not available; the site uses the WebSocket only: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(3, LogLevel.Error, "WireGuard failed; the site uses the WebSocket: {Reason}")]
    private partial void LogFailed(string reason);
}
