using Vernier.Catalog;
using static Vernier.CcProxy.CcProxyDefinitions;

namespace Vernier.CcProxy;

/// <summary>The catalog of CCProxy: metric definitions, dashboard, alerts and objectives.</summary>
public static class CcProxyCatalog
{
    /// <summary>Gets the catalog, with metric names in the default namespace <c>ccproxy</c>.</summary>
    public static MetricCatalog Catalog { get; } = new("ccproxy", "CCProxy")
    {
        Metrics =
        [
            RequestsTotal, ResponseDuration, ActiveRequests, Tokens, Cost, Errors,
            PoolClients, PoolClientsAvailable, PoolClientsActive, PoolConnectionsCreated, PoolConnectionsClosed, PoolAcquisitions, PoolReleases,
            PoolHealthCheckFailures, PoolAcquisitionDuration, Info, Up, HookEventsDropped, HookFailures,
        ],
        Dashboards = CcProxyDashboards.Dashboards,
        Alerts = CcProxyAlerts.Alerts,
        Objectives = CcProxyAlerts.Objectives,
        Scrape = new("ccproxy", "ccproxy", 8000),
    };
}
