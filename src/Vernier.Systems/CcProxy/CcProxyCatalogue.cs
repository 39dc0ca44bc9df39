using Vernier.Catalogue;
using Vernier.Systems.CcProxy.Labels;

namespace Vernier.Systems.CcProxy;

/// <summary>What CCProxy measures, shows and warns of, in the default namespace. The panels and alerts are in <see cref="CcProxyDashboard"/>.</summary>
public static class CcProxyCatalogue
{
    internal const string DefaultNamespace = "ccproxy";

    private const string Requests = "Requests";
    private const string Pool = "Pool";

    internal static readonly CounterDefinition<RequestLabels> RequestsTotal =
        new("ccproxy_requests_total", "Total number of requests processed") { Category = Requests };

    internal static readonly HistogramDefinition<DurationLabels> ResponseDuration =
        new("ccproxy_response_duration_seconds", "Response time in seconds")
        {
            Category = Requests,
            Unit = "seconds",
            Buckets = new CcProxyOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly GaugeDefinition ActiveRequests =
        new("ccproxy_active_requests", "Number of currently active requests") { Category = Requests };

    internal static readonly CounterDefinition<TokenLabels> Tokens =
        new("ccproxy_tokens_total", "Total tokens processed") { Category = "Tokens" };

    internal static readonly CounterDefinition<CostLabels> Cost =
        new("ccproxy_cost_usd_total", "Total cost in USD") { Category = "Cost" };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("ccproxy_errors_total", "Total number of errors") { Category = "Errors" };

    internal static readonly GaugeDefinition PoolClients =
        new("ccproxy_pool_clients_total", "Total number of clients in the pool") { Category = Pool };

    internal static readonly GaugeDefinition PoolClientsAvailable =
        new("ccproxy_pool_clients_available", "Number of available clients in the pool") { Category = Pool };

    internal static readonly GaugeDefinition PoolClientsActive =
        new("ccproxy_pool_clients_active", "Number of active clients currently processing requests") { Category = Pool };

    internal static readonly CounterDefinition PoolConnectionsCreated =
        new("ccproxy_pool_connections_created_total", "Total number of pool connections created") { Category = Pool };

    internal static readonly CounterDefinition PoolConnectionsClosed =
        new("ccproxy_pool_connections_closed_total", "Total number of pool connections closed") { Category = Pool };

    internal static readonly CounterDefinition PoolAcquisitions =
        new("ccproxy_pool_acquisitions_total", "Total number of client acquisitions from pool") { Category = Pool };

    internal static readonly CounterDefinition PoolReleases =
        new("ccproxy_pool_releases_total", "Total number of client releases to pool") { Category = Pool };

    internal static readonly CounterDefinition PoolHealthCheckFailures =
        new("ccproxy_pool_health_check_failures_total", "Total number of pool health check failures") { Category = Pool };

    internal static readonly HistogramDefinition PoolAcquisitionDuration =
        new("ccproxy_pool_acquisition_duration_seconds", "Time taken to acquire a client from the pool")
        {
            Category = Pool,
            Unit = "seconds",
            Buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        };

    internal static readonly InfoDefinition<InfoLabels> Info = new("ccproxy_info", "System information") { Category = "System" };

    internal static readonly GaugeDefinition Up =
        new("up", "Service is up and running") { Category = "System", ConstantLabels = [new("job", DefaultNamespace)] };

    internal static readonly CounterDefinition<HookEventLabels> HookEventsDropped =
        new("vernier_ccproxy_hook_events_dropped_total", "Events that did not reach the hooks in the background because these are too slow.") { Category = "Hooks" };

    internal static readonly CounterDefinition<HookLabels> HookFailures =
        new("vernier_ccproxy_hook_failures_total", "Events on which a hook failed.") { Category = "Hooks" };

    /// <summary>All of it: the definitions, the panels of the dashboard and the alerts.</summary>
    public static MetricCatalogue Catalogue { get; } = new("ccproxy", "CCProxy")
    {
        Metrics =
        [
            RequestsTotal, ResponseDuration, ActiveRequests, Tokens, Cost, Errors,
            PoolClients, PoolClientsAvailable, PoolClientsActive, PoolConnectionsCreated, PoolConnectionsClosed, PoolAcquisitions, PoolReleases,
            PoolHealthCheckFailures, PoolAcquisitionDuration, Info, Up, HookEventsDropped, HookFailures,
        ],
        Panels = CcProxyDashboard.Panels,
        Alerts = CcProxyDashboard.Alerts,
    };
}
