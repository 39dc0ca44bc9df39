using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Links.Protocol;
using Vernier.Pangolin.Tunnels;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.WireGuard;

/// <summary>
/// The WireGuard interface of this server, with a peer for each site that uses it. If the interface disappears, it is created again. Thread-safe.
/// </summary>
internal sealed partial class WireGuardServer : BackgroundService, ISiteLinkSource
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectingPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly WireGuardPrograms _programs;
    private readonly PeerStore _store;
    private readonly SiteStates _states;
    private readonly SiteInventory _inventory;
    private readonly PangolinMetrics _metrics;
    private readonly PangolinSettings _settings;
    private readonly DataDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ILogger<WireGuardServer> _logger;
    private readonly ConcurrentDictionary<string, SitePeer> _peers = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Signal _poll;
    private readonly AddressRange _range;
    private WireGuardInterface? _interface;
    private string _publicKey = "";
    private int _port;
    private Action? _opened;

    public WireGuardServer(
        WireGuardPrograms programs, PeerStore store, SiteStates states, SiteInventory inventory, PangolinMetrics metrics, PangolinSettings settings,
        DataDirectory directory, TimeProvider time, ILogger<WireGuardServer> logger)
    {
        (_programs, _store, _states, _inventory, _metrics, _settings, _directory, _time, _logger) =
            (programs, store, states, inventory, metrics, settings, directory, time, logger);
        _range = new AddressRange(Options.ParsedNetwork);
        _poll = new Signal(time);
    }

    public int Priority => 0;

    /// <summary>Whether the interface exists.</summary>
    public bool IsOpen => Volatile.Read(ref _interface) is not null;

    private WireGuardOptions Options => _settings.Initial.Wireguard;

    public ISiteLink? Find(string siteId) => _peers.GetValueOrDefault(siteId)?.Link;

    /// <summary>Sets the action that is called after the interface was created, also after it was lost. It must not block or throw.</summary>
    public void OnOpened(Action opened) => _opened = opened;

    /// <summary>Adds a site to the interface, or replaces its key.</summary>
    /// <returns>How the site connects; null if the interface does not exist.</returns>
    /// <exception cref="WireGuardException">A command failed, no address is free, or the key is that of another site.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AssignmentMessage?> AddAsync(string siteId, string publicKey, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_interface is not { } tunnel)
                return null;
            if (publicKey == _publicKey || _peers.Values.Any(other => other.SiteId != siteId && other.PublicKey == publicKey))
                throw new WireGuardException($"The site {siteId} uses the WireGuard key of another machine. Restart it, so that it creates another key.");
            var address = await _store.AssignAsync(siteId, publicKey, _range, cancellation).ConfigureAwait(false);
            _metrics.WireGuardKnown(siteId);
            if (_peers.TryGetValue(siteId, out var peer) && !peer.Address.Equals(address))
                await RemoveAsync(tunnel, peer, cancellation).ConfigureAwait(false);
            peer = _peers.GetOrAdd(siteId, _ => new SitePeer(siteId, address, tunnel.Name, _settings, _states, _metrics, _time));
            if (peer.PublicKey.Length > 0 && peer.PublicKey != publicKey)
                await tunnel.RemovePeerAsync(peer.PublicKey, cancellation).ConfigureAwait(false);
            await tunnel.SetPeerAsync(new WireGuardPeer(publicKey, address), addRoute: false, cancellation).ConfigureAwait(false);
            peer.Configured(publicKey);
            _poll.Set();
            return new AssignmentMessage(
                _publicKey, ServerHost.Of(_settings.Initial), _port, _range.Server.ToString(), address.ToString(), (int)Options.Keepalive.TotalSeconds);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A site accepts connections at a port.</summary>
    public void Listening(string siteId, int port) => _peers.GetValueOrDefault(siteId)?.Listening(port);

    /// <summary>A site stops.</summary>
    public void Leaving(string siteId) => _peers.GetValueOrDefault(siteId)?.Leaving();

    /// <summary>The control channel of a site was closed.</summary>
    public void Released(string siteId) => _peers.GetValueOrDefault(siteId)?.Released();

    public override void Dispose()
    {
        base.Dispose();
        _gate.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!Options.Enabled)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await OpenAsync(stoppingToken).ConfigureAwait(false);
                LogOpened(Options.Interface, _port);
                _opened?.Invoke();
                await PollAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (WireGuardUnavailableException exception)
            {
                LogUnavailable(exception.Message);
                break;
            }
            catch (Exception exception) when (exception is WireGuardException or StorageException)
            {
                LogFailed(exception.Message, RetryInterval);
            }
            finally
            {
                await CloseAsync().ConfigureAwait(false);
            }
            await Task.Delay(RetryInterval, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        foreach (var siteId in await _store.SitesAsync(cancellation).ConfigureAwait(false))
            _metrics.WireGuardKnown(siteId);
        var tunnel = await WireGuardInterface.CreateAsync(_programs, Options.Interface, _time, cancellation).ConfigureAwait(false);
        try
        {
            var keyFile = _directory.File("wireguard.key");
            _publicKey = await WireGuardKeys.LoadAsync(_programs, keyFile, cancellation).ConfigureAwait(false);
            _port = await tunnel.ConfigureAsync(keyFile, Options.Port, $"{_range.Server}/{_range.PrefixLength}", cancellation).ConfigureAwait(false);
            Volatile.Write(ref _interface, tunnel);
        }
        catch
        {
            await tunnel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Reads the interface until it fails.</summary>
    private async Task PollAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var interval = _peers.Values.Any(peer => peer.IsConnecting) ? ConnectingPollInterval : _settings.Current.Wireguard.PollInterval;
            await _poll.WaitAsync(interval, cancellation).ConfigureAwait(false);
            await _gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                var known = _inventory.Current.Sites;
                foreach (var peer in _peers.Values.Where(peer => !known.ContainsKey(peer.SiteId)))
                    await RemoveAsync(_interface!, peer, cancellation).ConfigureAwait(false);
                var dump = await _interface!.ReadAsync(cancellation).ConfigureAwait(false);
                var byKey = dump.Peers.ToDictionary(status => status.PublicKey);
                foreach (var peer in _peers.Values)
                {
                    if (byKey.TryGetValue(peer.PublicKey, out var status))
                        peer.Update(status);
                }
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    private async Task RemoveAsync(WireGuardInterface tunnel, SitePeer peer, CancellationToken cancellation)
    {
        _peers.TryRemove(peer.SiteId, out _);
        await peer.DisposeAsync().ConfigureAwait(false);
        await tunnel.RemovePeerAsync(peer.PublicKey, cancellation).ConfigureAwait(false);
    }

    private async Task CloseAsync()
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var tunnel = _interface;
            Volatile.Write(ref _interface, null);
            foreach (var peer in _peers.Values)
                await peer.DisposeAsync().ConfigureAwait(false);
            _peers.Clear();
            if (tunnel is not null)
                await tunnel.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    [LoggerMessage(1, LogLevel.Information, "WireGuard interface {Interface} uses the UDP port {Port}.")]
    private partial void LogOpened(string @interface, int port);

    [LoggerMessage(2, LogLevel.Warning, "WireGuard is not available; sites use the WebSocket only: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(3, LogLevel.Error, "WireGuard failed; sites use the WebSocket, and the interface is created again in {Delay}: {Reason}")]
    private partial void LogFailed(string reason, TimeSpan delay);
}
