using Microsoft.Extensions.Hosting;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tunnels;

/// <summary>
/// The WebSocket tunnels that are open at this server, at most one for each site. Closes them when the application stops, before the web server waits for
/// them. Thread-safe.
/// </summary>
internal sealed class TunnelHub : ISiteLinkSource, IHostedService, IDisposable
{
    private readonly TunnelServices _services;
    private readonly SiteStates _states;
    private readonly PangolinSettings _settings;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SiteTunnel> _tunnels = [];

    /// <summary>All tunnels after the handshake, also those that are being closed.</summary>
    private readonly HashSet<SiteTunnel> _open = [];

    /// <summary>The sites that were connected since the start, and how their last tunnel ended; null while it is open.</summary>
    private readonly Dictionary<string, SiteTunnelEnd?> _known = [];
    private readonly List<Action<string>> _connected = [];
    private readonly List<Action<string>> _disconnected = [];
    private CancellationTokenRegistration _stopping;
    private Task _closing = Task.CompletedTask;
    private volatile bool _isStopping;

    public TunnelHub(TunnelServices services, SiteStates states, PangolinSettings settings, IHostApplicationLifetime lifetime)
    {
        _services = services;
        _states = states;
        _settings = settings;
        _lifetime = lifetime;
    }

    public int Priority => 1;

    /// <summary>Whether no new tunnels are accepted.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>The sites with a tunnel to this server, ordered by identifier.</summary>
    public IReadOnlyList<string> LocalSites
    {
        get
        {
            lock (_lock)
                return [.. _tunnels.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public ISiteLink? Find(string siteId)
    {
        lock (_lock)
            return _tunnels.GetValueOrDefault(siteId);
    }

    /// <summary>Closes the tunnel of a site, if there is one, and waits for its end.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="reason">Why: one of <see cref="CloseReasons"/>. The site gets and logs it.</param>
    public Task CloseAsync(string siteId, string reason)
    {
        SiteTunnel? tunnel;
        lock (_lock)
            tunnel = _tunnels.GetValueOrDefault(siteId);
        return tunnel?.CloseAsync(reason) ?? Task.CompletedTask;
    }

    /// <summary>Calls an action with the site after a tunnel was opened. The action must not block or throw.</summary>
    public void OnConnected(Action<string> connected)
    {
        lock (_lock)
            _connected.Add(connected);
    }

    /// <summary>Calls an action with the site after its tunnel was closed and is not replaced by another one. The action must not block or throw.</summary>
    public void OnDisconnected(Action<string> disconnected)
    {
        lock (_lock)
            _disconnected.Add(disconnected);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (!AppContext.TryGetSwitch(SiteClient.FixedWindowsSwitch, out var isFixed) || !isFixed)
            TunnelLog.DynamicWindows(_services.Logger, SiteClient.FixedWindowsSwitch);
        var current = _services.Inventory.Current;
        _services.Health.Refresh(current);
        _states.Refresh(current);
        _services.Inventory.OnChanged(InventoryChanged);
        _settings.OnChanged(_ => ConfigurationChanged());
        _stopping = _lifetime.ApplicationStopping.Register(Stop);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        return _closing.WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    /// <summary>Adds a tunnel after its handshake. An older one of the same site is closed.</summary>
    public void Add(SiteTunnel tunnel)
    {
        SiteTunnel? older;
        ReconnectReason? reconnect;
        List<Action<string>> connected;
        lock (_lock)
        {
            older = _tunnels.GetValueOrDefault(tunnel.SiteId);
            reconnect = ReasonOf(tunnel, isReplacing: older is not null);
            _tunnels[tunnel.SiteId] = tunnel;
            _known[tunnel.SiteId] = null;
            _open.Add(tunnel);
            CountOpen(tunnel.SiteId);
            _states.Connected(tunnel.SiteId, Transport.Websocket, new SiteDescription(tunnel.RemoteAddress, tunnel.Hello.Version, tunnel.Hello.Region));
            connected = [.. _connected];
        }
        var metrics = _services.Metrics;
        metrics.TunnelConnection(tunnel.SiteId, TunnelConnectionResult.Success);
        metrics.HandshakeCompleted(tunnel.SiteId, Transport.Websocket, _services.Time.GetElapsedTime(tunnel.Started));
        if (reconnect is { } reason)
        {
            metrics.TunnelReconnected(tunnel.SiteId, Transport.Websocket, reason);
            TunnelLog.Reconnected(_services.Logger, tunnel.SiteId, tunnel.RemoteAddress, tunnel.Hello.Version);
        }
        else
        {
            TunnelLog.Connected(_services.Logger, tunnel.SiteId, tunnel.RemoteAddress, tunnel.Hello.Version);
        }
        if (older is not null)
        {
            TunnelLog.Replaced(_services.Logger, tunnel.SiteId);
            _ = older.CloseAsync(CloseReasons.Replaced);
        }
        foreach (var action in connected)
            action(tunnel.SiteId);

        // A tunnel whose handshake was in progress when the server began to stop, or when its site was deleted.
        if (_isStopping)
            _ = tunnel.CloseAsync(CloseReasons.Shutdown);
        else if (!_services.Inventory.Current.Sites.ContainsKey(tunnel.SiteId))
            _ = tunnel.CloseAsync(CloseReasons.SiteDeleted);
    }

    /// <summary>Stops using a tunnel for new requests, because it is closing.</summary>
    public void Retire(SiteTunnel tunnel)
    {
        List<Action<string>> disconnected;
        lock (_lock)
        {
            if (_tunnels.GetValueOrDefault(tunnel.SiteId) != tunnel)
                return;
            _tunnels.Remove(tunnel.SiteId);
            _states.Disconnected(tunnel.SiteId, Transport.Websocket);
            disconnected = [.. _disconnected];
        }
        foreach (var action in disconnected)
            action(tunnel.SiteId);
    }

    /// <summary>Removes a tunnel that has ended.</summary>
    public void Remove(SiteTunnel tunnel)
    {
        lock (_lock)
        {
            if (!_open.Remove(tunnel))
                return;
            if (!_services.Inventory.Current.Sites.ContainsKey(tunnel.SiteId))
                return;
            CountOpen(tunnel.SiteId);
            if (!_tunnels.ContainsKey(tunnel.SiteId))
                _known[tunnel.SiteId] = tunnel.End;
        }
        if (tunnel.End == SiteTunnelEnd.Closed)
        {
            TunnelLog.Closed(_services.Logger, tunnel.SiteId);
            return;
        }
        _services.Metrics.ConnectionDropped(tunnel.SiteId);
        TunnelLog.Disconnected(_services.Logger, tunnel.SiteId, CauseOf(tunnel.End));
    }

    private static string CauseOf(SiteTunnelEnd end) => end switch
    {
        SiteTunnelEnd.Silent => "it did not respond to a ping",
        SiteTunnelEnd.Violation => "it violated the tunnel protocol",
        SiteTunnelEnd.HandshakeTimeout => "it did not complete the handshake in time",
        _ => "it was cut, for example because the process of the site or its network failed",
    };

    private void CountOpen(string siteId) => _services.Metrics.OpenTunnels(siteId, _open.Count(tunnel => tunnel.SiteId == siteId));

    /// <summary>Returns why a site connects again; null for its first connection.</summary>
    private ReconnectReason? ReasonOf(SiteTunnel tunnel, bool isReplacing)
    {
        if (isReplacing)
            return ReconnectReason.Replaced;
        var isKnown = _known.TryGetValue(tunnel.SiteId, out var lastEnd);
        return tunnel.Hello.Previous switch
        {
            // The site was started again.
            PreviousEnd.None => isKnown ? ReconnectReason.Restart : null,
            PreviousEnd.Shutdown => ReconnectReason.Restart,
            PreviousEnd.Replaced => ReconnectReason.Replaced,
            PreviousEnd.Timeout => ReconnectReason.PingTimeout,
            _ when lastEnd == SiteTunnelEnd.Silent => ReconnectReason.PingTimeout,
            PreviousEnd.Lost => ReconnectReason.Backoff,
            _ => ReconnectReason.Unknown,
        };
    }

    private void InventoryChanged(InventorySnapshot previous, InventorySnapshot current)
    {
        _services.Health.Refresh(current);
        _states.Refresh(current);
        List<SiteTunnel> tunnels;
        lock (_lock)
        {
            tunnels = [.. _tunnels.Values];
            foreach (var siteId in _known.Keys.Where(site => !current.Sites.ContainsKey(site)).ToList())
                _known.Remove(siteId);
        }
        foreach (var tunnel in tunnels)
        {
            if (!current.Sites.TryGetValue(tunnel.SiteId, out var site))
                _ = tunnel.CloseAsync(CloseReasons.SiteDeleted);
            else if (previous.Sites.TryGetValue(tunnel.SiteId, out var before) && before.SecretHash != site.SecretHash)
                _ = tunnel.CloseAsync(CloseReasons.SecretChanged);
            else
                tunnel.ConfigurationChanged();
        }
    }

    private void ConfigurationChanged()
    {
        lock (_lock)
        {
            foreach (var tunnel in _tunnels.Values)
                tunnel.ConfigurationChanged();
        }
    }

    private void Stop()
    {
        List<SiteTunnel> tunnels;
        lock (_lock)
        {
            if (_isStopping)
                return;
            _isStopping = true;
            tunnels = [.. _open];
        }
        _closing = Task.WhenAll(tunnels.Select(tunnel => tunnel.CloseAsync(CloseReasons.Shutdown)));
    }
}
