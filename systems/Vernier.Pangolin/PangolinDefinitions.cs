namespace Vernier.Pangolin;

/// <summary>The metric definitions of Pangolin, and nothing else: dashboards, alerts and the catalog refer to them, never the other way round.</summary>
internal static partial class PangolinDefinitions
{
    /// <summary>The bounds of latencies in seconds.</summary>
    private static readonly double[] Latencies = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>The bounds of sizes in bytes: 256 B doubling to 512 KiB, then 1, 2, 5 and 10 MiB.</summary>
    private static readonly double[] Sizes =
    [
        256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152, 5_242_880, 10_485_760,
    ];

    public static readonly GaugeDefinition<RegionLabels> ActiveSites =
        new("pangolin_site_active_sites", "Sites that are connected")
        {
            Category = "Sites",
            Recorded = "When a site connects, disconnects or is removed. Each region of a known site has a series.",
        };

    public static readonly GaugeDefinition<SiteTransportLabels> SiteOnline =
        new("pangolin_site_online", "Whether a site is connected (1) or not (0)")
        {
            Category = "Sites",
            Recorded = "When a site connects or disconnects. A site has a websocket series from its creation, and a wireguard series from its first WireGuard configuration.",
        };

    public static readonly CounterDefinition<SiteBandwidthLabels> SiteBandwidth =
        new("pangolin_site_bandwidth_bytes_total", "Bytes of requests and responses to and from a site, without headers")
        {
            Category = "Sites",
            Recorded = "While bodies, WebSocket data and TCP data are forwarded.",
        };

    public static readonly CounterDefinition<SiteLabels> SiteUptime =
        new("pangolin_site_uptime_seconds_total", "Time during which a site was connected")
        {
            Category = "Sites",
            Recorded = "At each scrape, and when a site disconnects.",
        };

    public static readonly CounterDefinition<SiteLabels> ConnectionDrops =
        new("pangolin_site_connection_drops_total", "Connections of a site that were lost")
        {
            Category = "Sites",
            Recorded = "When a connection ends without an orderly close by the site or the server.",
        };

    public static readonly HistogramDefinition<SiteTransportLabels> HandshakeLatency =
        new("pangolin_site_handshake_latency_seconds", "Time from the start of a connection to its authentication")
        {
            Category = "Sites",
            Recorded = "When a site has connected, or when the first WireGuard handshake after its configuration has completed.",
            Buckets = Latencies,
        };

    public static readonly CounterDefinition<ResourceRequestLabels> ResourceRequests =
        new("pangolin_resource_requests_total", "Requests to a resource")
        {
            Category = "Resources",
            Recorded = "When a request that was allowed ends, successfully or not; a request is counted once, whatever its retries. TCP connections have no status and are not included.",
            MaxSeries = 10_000,
        };

    public static readonly HistogramDefinition<ResourceDurationLabels> ResourceDuration =
        new("pangolin_resource_request_duration_seconds", "Time from the request headers to the last byte of the response")
        {
            Category = "Resources",
            Recorded = "When a request ends, in addition to pangolin_resource_requests_total.",
            Buckets = Latencies,
            MaxSeries = 10_000,
        };

    public static readonly GaugeDefinition<ResourceConnectionLabels> ResourceConnections =
        new("pangolin_resource_active_connections", "Requests, WebSockets and TCP connections in progress")
        {
            Category = "Resources",
            Recorded = "When one starts or ends. The series of a resource exist from its creation.",
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<ResourceErrorLabels> ResourceErrors =
        new("pangolin_resource_errors_total", "Requests and connections to a resource that failed")
        {
            Category = "Resources",
            Recorded = "When a request fails for another reason than the response of its backend, once for each request.",
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<ResourceBandwidthLabels> ResourceBandwidth =
        new("pangolin_resource_bandwidth_bytes_total", "Bytes of requests and responses to and from a resource, without headers")
        {
            Category = "Resources",
            Recorded = "While bodies, WebSocket data and TCP data are forwarded.",
            MaxSeries = 10_000,
        };

    public static readonly GaugeDefinition<SiteTransportLabels> TunnelUp =
        new("pangolin_tunnel_up", "Whether a tunnel can carry requests (1) or not (0)")
        {
            Category = "Tunnels",
            Recorded = "When a tunnel connects, disconnects or does not respond to a ping.",
        };

    public static readonly CounterDefinition<ReconnectLabels> TunnelReconnects =
        new("pangolin_tunnel_reconnects_total", "Connections of a site after its first one")
        {
            Category = "Tunnels",
            Recorded = "When a site connects again.",
            MaxSeries = 10_000,
        };

    public static readonly HistogramDefinition<SiteTransportLabels> TunnelLatency =
        new("pangolin_tunnel_latency_seconds", "Round-trip time of a tunnel")
        {
            Category = "Tunnels",
            Recorded = "When the site responds to a ping.",
            Buckets = Latencies,
        };

    public static readonly CounterDefinition<TunnelBytesLabels> TunnelBytes =
        new("pangolin_tunnel_bytes_total", "Bytes sent through a tunnel, with all headers")
        {
            Category = "Tunnels",
            Recorded = "While a tunnel transports bytes; for WireGuard, when the interface is read.",
        };

    public static readonly CounterDefinition<HandshakeLabels> WireGuardHandshakes =
        new("pangolin_wg_handshake_total", "WireGuard handshakes")
        {
            Category = "Tunnels",
            Recorded = "When the handshake time of a peer changes, or when no handshake has completed in time.",
        };

    public static readonly GaugeDefinition<BackendLabels> BackendHealth =
        new("pangolin_backend_health_status", "Whether the last health check of a backend succeeded (1) or not (0)")
        {
            Category = "Backends",
            Recorded = "When a site reports the result of a health check. A backend without health checks is healthy while its site is connected.",
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<BackendErrorLabels> BackendErrors =
        new("pangolin_backend_connection_errors_total", "Connections to a backend that failed")
        {
            Category = "Backends",
            Recorded = "When a site cannot connect to a backend, or loses the connection; each attempt counts.",
            MaxSeries = 10_000,
        };

    public static readonly HistogramDefinition<BackendLabels> ResponseSize =
        new("pangolin_backend_response_size_bytes", "Size of the response bodies of a backend")
        {
            Category = "Backends",
            Recorded = "When a response has ended.",
            Buckets = Sizes,
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<HolePunchLabels> HolePunches =
        new("pangolin_holepunch_orchestration_total", "Hole punching messages")
        {
            Category = "Tunnels",
            Recorded = "When a message of a site or a client is processed.",
            FromStart = true,
        };
}
