using Vernier.AspNetCore.Requests;

namespace Vernier.Pangolin;

/// <summary>
/// Records the events of Pangolin; the only class that touches instruments. While metrics are off nothing is registered, and the methods do nothing.
/// Thread-safe.
/// </summary>
internal sealed partial class PangolinMetrics
{
    private readonly GaugeFamily<RegionLabels>? _activeSites;
    private readonly GaugeFamily<SiteTransportLabels>? _siteOnline;
    private readonly CounterFamily<SiteBandwidthLabels>? _siteBandwidth;
    private readonly CounterFamily<SiteLabels>? _connectionDrops;
    private readonly HistogramFamily<SiteTransportLabels>? _handshakeLatency;
    private readonly CounterFamily<ResourceRequestLabels>? _resourceRequests;
    private readonly HistogramFamily<ResourceDurationLabels>? _resourceDuration;
    private readonly GaugeFamily<ResourceConnectionLabels>? _resourceConnections;
    private readonly CounterFamily<ResourceErrorLabels>? _resourceErrors;
    private readonly CounterFamily<ResourceBandwidthLabels>? _resourceBandwidth;
    private readonly GaugeFamily<SiteTransportLabels>? _tunnelUp;
    private readonly CounterFamily<ReconnectLabels>? _tunnelReconnects;
    private readonly HistogramFamily<SiteTransportLabels>? _tunnelLatency;
    private readonly CounterFamily<TunnelBytesLabels>? _tunnelBytes;
    private readonly CounterFamily<HandshakeLabels>? _wireGuardHandshakes;
    private readonly GaugeFamily<BackendLabels>? _backendHealth;
    private readonly CounterFamily<BackendErrorLabels>? _backendErrors;
    private readonly HistogramFamily<BackendLabels>? _responseSize;
    private readonly CounterFamily<AuthRequestLabels>? _authRequests;
    private readonly HistogramFamily<AuthDurationLabels>? _authDuration;
    private readonly GaugeFamily<SiteAuthLabels>? _activeUsers;
    private readonly CounterFamily<AuthFailureLabels>? _authFailures;
    private readonly CounterFamily<SiteAuthLabels>? _tokensIssued;
    private readonly CounterFamily<RevocationLabels>? _tokensRevoked;
    private readonly CounterFamily<RefreshLabels>? _tokenRefreshes;
    private readonly CounterFamily<EndpointRequestLabels>? _uiRequests;
    private readonly Gauge? _uiSessions;
    private readonly CounterFamily<OutcomeLabels>? _configReloads;
    private readonly Counter? _restarts;
    private readonly CounterFamily<JobLabels>? _backgroundJobs;
    private readonly CounterFamily<TunnelConnectionLabels>? _wsConnections;
    private readonly GaugeFamily<SiteLabels>? _wsActive;
    private readonly CounterFamily<TunnelMessageLabels>? _wsMessages;
    private readonly Histogram? _traefikSync;
    private readonly CounterFamily<TraefikErrorLabels>? _traefikErrors;
    private readonly CounterFamily<PluginLabels>? _pluginFetches;
    private readonly CounterFamily<AcmeEventLabels>? _acmeEvents;
    private readonly GaugeFamily<PoolStateLabels>? _poolConnections;
    private readonly Counter? _poolWait;
    private readonly CounterFamily<EndpointRequestLabels>? _integrationRequests;
    private readonly HistogramFamily<EndpointDurationLabels>? _integrationDuration;
    private readonly CounterFamily<HolePunchLabels>? _holePunches;
    private readonly GaugeFamily<JobTypeLabels>? _queueDepth;
    private readonly CertificateTimes _certificates;
    private readonly SiteTimes _siteTimes;
    private readonly RemovedEntities _removed = new();

    /// <summary>Registers the families.</summary>
    /// <param name="registry">The registry; null while metrics are off.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="MetricClashException">The registry already has these families.</exception>
    public PangolinMetrics(MetricRegistry? registry, TimeProvider time)
    {
        _certificates = new CertificateTimes(time);
        _siteTimes = new SiteTimes(time);
        if (registry is null)
            return;
        _activeSites = registry.Gauge(PangolinDefinitions.ActiveSites);
        _siteOnline = registry.Gauge(PangolinDefinitions.SiteOnline);
        _siteBandwidth = registry.Counter(PangolinDefinitions.SiteBandwidth);
        _connectionDrops = registry.Counter(PangolinDefinitions.ConnectionDrops);
        _handshakeLatency = registry.Histogram(PangolinDefinitions.HandshakeLatency);
        _resourceRequests = registry.Counter(PangolinDefinitions.ResourceRequests);
        _resourceDuration = registry.Histogram(PangolinDefinitions.ResourceDuration);
        _resourceConnections = registry.Gauge(PangolinDefinitions.ResourceConnections);
        _resourceErrors = registry.Counter(PangolinDefinitions.ResourceErrors);
        _resourceBandwidth = registry.Counter(PangolinDefinitions.ResourceBandwidth);
        _tunnelUp = registry.Gauge(PangolinDefinitions.TunnelUp);
        _tunnelReconnects = registry.Counter(PangolinDefinitions.TunnelReconnects);
        _tunnelLatency = registry.Histogram(PangolinDefinitions.TunnelLatency);
        _tunnelBytes = registry.Counter(PangolinDefinitions.TunnelBytes);
        _wireGuardHandshakes = registry.Counter(PangolinDefinitions.WireGuardHandshakes);
        _backendHealth = registry.Gauge(PangolinDefinitions.BackendHealth);
        _backendErrors = registry.Counter(PangolinDefinitions.BackendErrors);
        _responseSize = registry.Histogram(PangolinDefinitions.ResponseSize);
        _authRequests = registry.Counter(PangolinDefinitions.AuthRequests);
        _authDuration = registry.Histogram(PangolinDefinitions.AuthDuration);
        _activeUsers = registry.Gauge(PangolinDefinitions.ActiveUsers);
        _authFailures = registry.Counter(PangolinDefinitions.AuthFailures);
        _tokensIssued = registry.Counter(PangolinDefinitions.TokensIssued);
        _tokensRevoked = registry.Counter(PangolinDefinitions.TokensRevoked);
        _tokenRefreshes = registry.Counter(PangolinDefinitions.TokenRefreshes);
        _uiRequests = registry.Counter(PangolinDefinitions.UiRequests);
        _uiSessions = registry.Gauge(PangolinDefinitions.UiSessions);
        _configReloads = registry.Counter(PangolinDefinitions.ConfigReloads);
        _restarts = registry.Counter(PangolinDefinitions.Restarts);
        _backgroundJobs = registry.Counter(PangolinDefinitions.BackgroundJobs);
        _wsConnections = registry.Counter(PangolinDefinitions.WsConnections);
        _wsActive = registry.Gauge(PangolinDefinitions.WsActive);
        _wsMessages = registry.Counter(PangolinDefinitions.WsMessages);
        _traefikSync = registry.Histogram(PangolinDefinitions.TraefikSync);
        _traefikErrors = registry.Counter(PangolinDefinitions.TraefikErrors);
        _pluginFetches = registry.Counter(PangolinDefinitions.PluginFetches);
        _acmeEvents = registry.Counter(PangolinDefinitions.AcmeEvents);
        _poolConnections = registry.Gauge(PangolinDefinitions.PoolConnections);
        _poolWait = registry.Counter(PangolinDefinitions.PoolWait);
        _integrationRequests = registry.Counter(PangolinDefinitions.IntegrationRequests);
        _integrationDuration = registry.Histogram(PangolinDefinitions.IntegrationDuration);
        _holePunches = registry.Counter(PangolinDefinitions.HolePunches);
        _queueDepth = registry.Gauge(PangolinDefinitions.QueueDepth);
        registry.CounterCallback(PangolinDefinitions.SiteUptime, _siteTimes.Report);
        registry.GaugeCallback(PangolinDefinitions.CertificateExpiry, _certificates.ReportResources);
        registry.GaugeCallback(PangolinDefinitions.AcmeExpiry, _certificates.ReportDomains);
        CreateClosedSeries();
    }

    /// <summary>Creates the series of a site that is known but not connected.</summary>
    public void SiteKnown(string site, string region)
    {
        _activeSites?.With(new(RegionOf(region)));
        _removed.Restore(site);
        _siteTimes.Known(site);
        _siteOnline?.With(new(site, Transport.Websocket));
        _tunnelUp?.With(new(site, Transport.Websocket));
        _wsActive?.With(new(site));
        _connectionDrops?.With(new(site));
        foreach (var direction in Enum.GetValues<TrafficDirection>())
            _tunnelBytes?.With(new(site, Transport.Websocket, direction));
    }

    /// <summary>Creates the WireGuard series of a site.</summary>
    public void WireGuardKnown(string site)
    {
        _siteOnline?.With(new(site, Transport.Wireguard));
        _tunnelUp?.With(new(site, Transport.Wireguard));
        foreach (var direction in Enum.GetValues<TrafficDirection>())
            _tunnelBytes?.With(new(site, Transport.Wireguard, direction));
        foreach (var result in Enum.GetValues<HandshakeResult>())
            _wireGuardHandshakes?.With(new(site, result));
    }

    /// <summary>Removes all series of a site.</summary>
    public void SiteRemoved(string site)
    {
        _removed.Remove(site);
        _siteTimes.Removed(site);
        _certificates.SiteRemoved(site);
        const string Label = nameof(SiteLabels.SiteId);
        _siteOnline?.RemoveWhere(Label, site);
        _siteBandwidth?.RemoveWhere(Label, site);
        _connectionDrops?.RemoveWhere(Label, site);
        _handshakeLatency?.RemoveWhere(Label, site);
        _resourceRequests?.RemoveWhere(Label, site);
        _resourceDuration?.RemoveWhere(Label, site);
        _resourceConnections?.RemoveWhere(Label, site);
        _resourceErrors?.RemoveWhere(Label, site);
        _resourceBandwidth?.RemoveWhere(Label, site);
        _tunnelUp?.RemoveWhere(Label, site);
        _tunnelReconnects?.RemoveWhere(Label, site);
        _tunnelLatency?.RemoveWhere(Label, site);
        _tunnelBytes?.RemoveWhere(Label, site);
        _wireGuardHandshakes?.RemoveWhere(Label, site);
        _backendHealth?.RemoveWhere(Label, site);
        _backendErrors?.RemoveWhere(Label, site);
        _responseSize?.RemoveWhere(Label, site);
        _authRequests?.RemoveWhere(Label, site);
        _activeUsers?.RemoveWhere(Label, site);
        _authFailures?.RemoveWhere(Label, site);
        _tokensIssued?.RemoveWhere(Label, site);
        _tokenRefreshes?.RemoveWhere(Label, site);
        _wsConnections?.RemoveWhere(Label, site);
        _wsActive?.RemoveWhere(Label, site);
    }

    /// <summary>Sets the number of connected sites of a region.</summary>
    public void ActiveSites(string region, int count) => _activeSites?.With(new(RegionOf(region))).Set(count);

    /// <summary>Removes a region that has no sites any more.</summary>
    public void RegionRemoved(string region) => _activeSites?.Remove(new(RegionOf(region)));

    /// <summary>Sets whether a site is connected over a transport. The uptime of a site counts while it is connected over at least one.</summary>
    public void SiteOnline(string site, Transport transport, bool online)
    {
        if (_removed.HasSite(site))
            return;
        _siteOnline?.With(new(site, transport)).Set(online ? 1 : 0);
        _siteTimes.Online(site, transport, online);
    }

    /// <summary>Sets whether a tunnel can carry requests.</summary>
    public void TunnelUp(string site, Transport transport, bool up)
    {
        if (!_removed.HasSite(site))
            _tunnelUp?.With(new(site, transport)).Set(up ? 1 : 0);
    }

    /// <summary>Records an established connection.</summary>
    public void HandshakeCompleted(string site, Transport transport, TimeSpan duration)
    {
        if (!_removed.HasSite(site))
            _handshakeLatency?.With(new(site, transport)).Observe(duration.TotalSeconds);
    }

    /// <summary>Records a connection after the first one.</summary>
    public void TunnelReconnected(string site, Transport transport, ReconnectReason reason)
    {
        if (!_removed.HasSite(site))
            _tunnelReconnects?.With(new(site, transport, reason)).Inc();
    }

    /// <summary>Records a connection that was lost.</summary>
    public void ConnectionDropped(string site)
    {
        if (!_removed.HasSite(site))
            _connectionDrops?.With(new(site)).Inc();
    }

    /// <summary>Records a round trip.</summary>
    public void TunnelRoundTrip(string site, Transport transport, TimeSpan time)
    {
        if (!_removed.HasSite(site))
            _tunnelLatency?.With(new(site, transport)).Observe(time.TotalSeconds);
    }

    /// <summary>Records bytes on the wire of a tunnel.</summary>
    public void TunnelBytes(string site, Transport transport, TrafficDirection direction, long bytes)
    {
        if (!_removed.HasSite(site))
            _tunnelBytes?.With(new(site, transport, direction)).Inc(bytes);
    }

    /// <summary>Records a WireGuard handshake.</summary>
    public void WireGuardHandshake(string site, HandshakeResult result)
    {
        if (!_removed.HasSite(site))
            _wireGuardHandshakes?.With(new(site, result)).Inc();
    }

    /// <summary>Records a processed hole punching message.</summary>
    public void HolePunchMessage(Outcome result, HolePunchReason reason) => _holePunches?.With(new(result, reason)).Inc();

    /// <summary>Records an attempt to open a WebSocket tunnel.</summary>
    /// <param name="site">The site; null if it is unknown.</param>
    /// <param name="result">How the attempt ended.</param>
    public void TunnelConnection(string? site, TunnelConnectionResult result) => _wsConnections?.With(new(site ?? "", result)).Inc();

    /// <summary>Sets the number of open WebSocket tunnels of a site.</summary>
    public void OpenTunnels(string site, int count)
    {
        if (!_removed.HasSite(site))
            _wsActive?.With(new(site)).Set(count);
    }

    /// <summary>Records a message on a tunnel.</summary>
    public void TunnelMessage(TrafficDirection direction, TunnelMessage message) => _wsMessages?.With(new(direction, message)).Inc();

    /// <summary>Creates the series of a resource.</summary>
    public void ResourceKnown(string site, string resource, bool tcp)
    {
        _removed.Restore(resource: resource);
        foreach (var protocol in tcp ? (TrafficProtocol[])[TrafficProtocol.Tcp] : [TrafficProtocol.Http1, TrafficProtocol.Http2, TrafficProtocol.Websocket])
        {
            _resourceConnections?.With(new(site, resource, protocol));
            foreach (var direction in Enum.GetValues<TrafficDirection>())
                _siteBandwidth?.With(new(site, direction, protocol));
        }
        foreach (var direction in Enum.GetValues<TrafficDirection>())
            _resourceBandwidth?.With(new(site, resource, direction));
    }

    /// <summary>Removes all series of a resource.</summary>
    public void ResourceRemoved(string resource)
    {
        _removed.Remove(resource: resource);
        _certificates.ResourceRemoved(resource);
        const string Label = nameof(ResourceConnectionLabels.ResourceId);
        _resourceRequests?.RemoveWhere(Label, resource);
        _resourceDuration?.RemoveWhere(Label, resource);
        _resourceConnections?.RemoveWhere(Label, resource);
        _resourceErrors?.RemoveWhere(Label, resource);
        _resourceBandwidth?.RemoveWhere(Label, resource);
    }

    /// <summary>Records the end of a request.</summary>
    public void RequestCompleted(string site, string resource, string? backend, HttpVerb method, int status, TimeSpan duration)
    {
        if (_removed.HasResource(site, resource))
            return;
        _resourceRequests?.With(new(site, resource, backend ?? "", method, RequestStatus.TextOf(status))).Inc();
        _resourceDuration?.With(new(site, resource, backend ?? "", method)).Observe(duration.TotalSeconds);
    }

    /// <summary>Records a request or connection that failed.</summary>
    public void RequestFailed(string site, string resource, string? backend, ProxyError error)
    {
        if (!_removed.HasResource(site, resource))
            _resourceErrors?.With(new(site, resource, backend ?? "", error)).Inc();
    }

    /// <summary>Records the start of a request, WebSocket or TCP connection.</summary>
    public void ConnectionStarted(string site, string resource, TrafficProtocol protocol)
    {
        if (!_removed.HasResource(site, resource))
            _resourceConnections?.With(new(site, resource, protocol)).Inc();
    }

    /// <summary>Records the end of a request, WebSocket or TCP connection.</summary>
    public void ConnectionEnded(string site, string resource, TrafficProtocol protocol)
    {
        if (!_removed.HasResource(site, resource))
            _resourceConnections?.With(new(site, resource, protocol)).Dec();
    }

    /// <summary>Records forwarded bytes.</summary>
    public void BytesForwarded(string site, string resource, TrafficProtocol protocol, TrafficDirection direction, long bytes)
    {
        if (_removed.HasResource(site, resource))
            return;
        _siteBandwidth?.With(new(site, direction, protocol)).Inc(bytes);
        _resourceBandwidth?.With(new(site, resource, direction)).Inc(bytes);
    }

    /// <summary>A resource uses a backend that no resource used before.</summary>
    public void BackendKnown(string site, string backend) => _removed.Restore(site, backend: backend);

    /// <summary>Sets the health of a backend.</summary>
    public void BackendHealth(string site, string backend, bool healthy)
    {
        if (!_removed.HasBackend(site, backend))
            _backendHealth?.With(new(backend, site)).Set(healthy ? 1 : 0);
    }

    /// <summary>Records a connection to a backend that failed.</summary>
    public void BackendConnectionFailed(string site, string backend, ProxyError error)
    {
        if (!_removed.HasBackend(site, backend))
            _backendErrors?.With(new(backend, site, error)).Inc();
    }

    /// <summary>Records the size of a response body.</summary>
    public void BackendResponse(string site, string backend, long bytes)
    {
        if (!_removed.HasBackend(site, backend))
            _responseSize?.With(new(backend, site)).Observe(bytes);
    }

    /// <summary>Removes all series of a backend that no resource uses any more.</summary>
    public void BackendRemoved(string site, string backend)
    {
        _removed.Remove(site, backend: backend);
        _backendHealth?.Remove(new(backend, site));
        _responseSize?.Remove(new(backend, site));
        foreach (var error in Enum.GetValues<ProxyError>())
            _backendErrors?.Remove(new(backend, site, error));
    }

    private static string RegionOf(string region) => region.Length == 0 ? "unknown" : region;
}
