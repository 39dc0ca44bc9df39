using Vernier.Catalog;
using static Vernier.Pangolin.PangolinDefinitions;

namespace Vernier.Pangolin;

/// <summary>The catalog of Pangolin: metric definitions, dashboards, alerts, objectives and the verdicts on known queries.</summary>
public static class PangolinCatalog
{
    /// <summary>Gets the catalog. Use it to generate dashboards, rules and reference pages.</summary>
    public static MetricCatalog Catalog { get; } = new("pangolin", "Pangolin")
    {
        Metrics =
        [
            ActiveSites, SiteOnline, SiteBandwidth, SiteUptime, ConnectionDrops, HandshakeLatency,
            ResourceRequests, ResourceDuration, ResourceConnections, ResourceErrors, ResourceBandwidth,
            TunnelUp, TunnelReconnects, TunnelLatency, TunnelBytes, WireGuardHandshakes, HolePunches,
            BackendHealth, BackendErrors, ResponseSize,
            AuthRequests, AuthDuration, ActiveUsers, AuthFailures, TokensIssued, TokensRevoked, TokenRefreshes,
            UiRequests, UiSessions,
            ConfigReloads, Restarts, BackgroundJobs, QueueDepth,
            WsConnections, WsActive, WsMessages,
            TraefikSync, TraefikErrors, PluginFetches,
            CertificateExpiry, AcmeEvents, AcmeExpiry,
            PoolConnections, PoolWait,
            IntegrationRequests, IntegrationDuration,
        ],
        Dashboards = PangolinDashboards.Dashboards,
        Alerts = PangolinAlerts.Alerts,
        Objectives = PangolinAlerts.Objectives,
        Scrape = new("pangolin", "pangolin", 9464),
        Notes = PangolinNotes.Text,
        DocumentedQueries = PangolinVerdicts.All,
    };
}
