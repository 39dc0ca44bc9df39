using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDashboardLabels;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <content>Sites and Tunnels, and Resources.</content>
internal static partial class PangolinDashboards
{
    private const string SitesRow = "Sites";
    private const string TunnelsRow = "Tunnels";
    private const string WebSocketRow = "WebSocket";
    private const string WireGuardRow = "WireGuard and hole punching";
    private const string RequestsRow = "Requests";
    private const string BackendsRow = "Backends";

    private static IReadOnlyList<PanelDefinition> Sites =>
    [
        Lines(SitesRow, "Connected sites by region", "How many sites of each region are connected?", "short",
            new PanelQuery($"sum by ({Region}) ({ActiveSites})", "{{region}}")) with { Stacked = true },
        Lines(SitesRow, "Availability of sites", "What share of the time was each site connected?", "percentunit",
            new PanelQuery($"max by ({Site}) (rate({SiteUptime}[$__rate_interval]))", "{{site_id}}")) with { Max = 1 },
        Lines(SitesRow, "Lost connections", "Which sites lose their connection?", "short", IncreaseBy(ConnectionDrops, Site)),
        States(SitesRow, "Connections of sites", "When was each site connected, and how?", $"max by ({Site}, {SiteTransport}) ({SiteOnline})", "{{site_id}} {{transport}}", "connected", "disconnected"),
        Lines(SitesRow, "Bandwidth by protocol", "How many bytes per second go through each protocol?", "Bps", PerSecondBy(SiteBandwidth, Protocol, Direction)) with { Width = 12 },

        States(TunnelsRow, "Tunnels", "When could each tunnel carry requests?", $"max by ({Site}, {SiteTransport}) ({TunnelUp})", "{{site_id}} {{transport}}", "up", "down"),
        Lines(TunnelsRow, "Bytes in tunnels", "How many bytes per second go through each tunnel, with all headers?", "Bps", PerSecondBy(TunnelBytes, Site, SiteTransport, Direction)) with { Width = 12 },
        Lines(TunnelsRow, "Round-trip time", "How fast do sites respond to pings?", "s", Quantiles(TunnelLatency)),
        Lines(TunnelsRow, "Reconnections", "Why do tunnels connect again?", "short", IncreaseBy(TunnelReconnects, Reconnect)),
        Lines(TunnelsRow, "Connection time, p95", "How long does it take to connect and authenticate?", "s", QuantileBy(HandshakeLatency, "0.95", SiteTransport)),

        Lines(WebSocketRow, "Connection attempts", "How do attempts to connect end?", "cps", PerSecondBy(WsConnections, ConnectionResult)),
        Lines(WebSocketRow, "Open WebSockets", "How many WebSockets does each site have?", "short", new PanelQuery($"sum by ({Site}) ({WsActive})", "{{site_id}}")),
        Lines(WebSocketRow, "Messages", "Which messages are sent and received?", "mps", PerSecondBy(WsMessages, MessageType, Direction)),

        Lines(WireGuardRow, "WireGuard handshakes", "Do handshakes complete? 0 without WireGuard.", "short",
            new PanelQuery($"sum(increase({WireGuardHandshakes}{{{Handshake}=\"success\"}}[$__rate_interval])) or vector(0)", "completed"),
            new PanelQuery($"sum(increase({WireGuardHandshakes}{{{Handshake}=\"timeout\"}}[$__rate_interval])) or vector(0)", "timed out")) with { Width = 12 },
        Lines(WireGuardRow, "Hole punching messages", "Are the endpoints of sites and clients exchanged, and why not?", "mps", PerSecondBy(HolePunches, PunchResult, PunchReason)) with { Width = 12 },
    ];

    private static IReadOnlyList<PanelDefinition> Resources =>
    [
        Lines(RequestsRow, "Requests by resource", "How many requests does each resource get?", "reqps", PerSecondBy(ResourceRequests, Site, Resource)),
        Lines(RequestsRow, "Requests by status", "How do requests end?", "reqps", PerSecondBy(ResourceRequests, Status)) with { Stacked = true },
        Lines(RequestsRow, "Errors by type", "Why do requests and connections fail?", "ops", PerSecondBy(ResourceErrors, ErrorType)) with { Stacked = true },
        Lines(RequestsRow, "Duration of requests", "How long do requests take, up to the last byte?", "s", Quantiles(ResourceDuration)),
        Lines(RequestsRow, "Duration of requests by resource, p95", "Which resource is slow?", "s", QuantileBy(ResourceDuration, "0.95", Resource)),
        new("Durations", [new($"sum by (le) (increase({ResourceDuration:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Width = 8,
            Row = RequestsRow,
            Description = "How are the durations distributed?",
        },
        Lines(RequestsRow, "Connections in progress", "How many requests, WebSockets and TCP connections are open?", "short",
            new PanelQuery($"sum by ({Resource}, {Protocol}) ({ResourceConnections})", "{{resource_id}} {{protocol}}")) with { Width = 12 },
        Lines(RequestsRow, "Bandwidth by resource", "How many bytes per second does each resource get and send?", "Bps", PerSecondBy(ResourceBandwidth, Resource, Direction)) with { Width = 12 },

        States(BackendsRow, "Health of backends", "When was each backend healthy?", $"max by ({Site}, {Backend}) ({BackendHealth})", "{{site_id}} {{backend}}", "healthy", "unhealthy"),
        Lines(BackendsRow, "Unhealthy backends", "How many backends of connected sites are not healthy?", "short",
            new PanelQuery($"count(max by ({Site}, {Backend}) ({BackendHealth}) == 0) or vector(0)", "unhealthy")) with { Width = 12 },
        Lines(BackendsRow, "Connection errors", "Why do connections to backends fail?", "ops", PerSecondBy(BackendErrors, Site, Backend, BackendErrorType)) with { Width = 12 },
        Lines(BackendsRow, "Size of responses", "How large are the response bodies?", "bytes", Quantiles(ResponseSize)) with { Width = 12 },
    ];
}
