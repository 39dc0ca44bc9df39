using Vernier.Catalog;
using Vernier.CcProxy.Labels;

namespace Vernier.CcProxy;

/// <summary>
/// What CCProxy measures, in the default namespace. What it shows is in <see cref="CcProxyDashboard"/>, what it warns of in <see cref="CcProxyAlerts"/>.
/// </summary>
public static class CcProxyCatalog
{
    internal const string DefaultNamespace = "ccproxy";

    private const string Requests = "Requests";
    private const string Pool = "Pool";

    internal static readonly CounterDefinition<RequestLabels> RequestsTotal =
        new("ccproxy_requests_total", "Total number of requests processed")
        {
            Category = Requests,
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends: with the status that the provider answered, or error when the client got no whole answer of it.",
        };

    internal static readonly HistogramDefinition<DurationLabels> ResponseDuration =
        new("ccproxy_response_duration_seconds", "Response time in seconds")
        {
            Category = Requests,
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends, failing or not: from its start to the last byte of the answer.",
            Unit = "seconds",
            Buckets = new CcProxyOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly GaugeDefinition ActiveRequests =
        new("ccproxy_active_requests", "Number of currently active requests")
        {
            Category = Requests,
            Recorded = "Up when a request comes in, down when it ends.",
        };

    internal static readonly CounterDefinition<TokenLabels> Tokens =
        new("ccproxy_tokens_total", "Total tokens processed")
        {
            Category = "Tokens",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends, once, by the usage that the provider reported, also in a stream that broke off.",
        };

    internal static readonly CounterDefinition<CostLabels> Cost =
        new("ccproxy_cost_usd_total", "Total cost in USD")
        {
            Category = "Cost",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends, by its tokens and the price table; a model without a price costs nothing here.",
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("ccproxy_errors_total", "Total number of errors")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request fails, or the provider answers with an error, once for each fault.",
        };

    internal static readonly GaugeDefinition PoolClients =
        new("ccproxy_pool_clients_total", "Total number of clients in the pool")
        {
            Category = Pool,
            Recorded = "When the pool makes a client or gives one up.",
        };

    internal static readonly GaugeDefinition PoolClientsAvailable =
        new("ccproxy_pool_clients_available", "Number of available clients in the pool")
        {
            Category = Pool,
            Recorded = "When a client is made, taken, given back or given up.",
        };

    internal static readonly GaugeDefinition PoolClientsActive =
        new("ccproxy_pool_clients_active", "Number of active clients currently processing requests")
        {
            Category = Pool,
            Recorded = "When a client is taken or given back.",
        };

    internal static readonly CounterDefinition PoolConnectionsCreated =
        new("ccproxy_pool_connections_created_total", "Total number of pool connections created")
        {
            Category = Pool,
            Recorded = "When a connection to a provider is open.",
        };

    internal static readonly CounterDefinition PoolConnectionsClosed =
        new("ccproxy_pool_connections_closed_total", "Total number of pool connections closed")
        {
            Category = Pool,
            Recorded = "When a connection to a provider is closed, by whichever side.",
        };

    internal static readonly CounterDefinition PoolAcquisitions =
        new("ccproxy_pool_acquisitions_total", "Total number of client acquisitions from pool")
        {
            Category = Pool,
            Recorded = "When a request or a health check gets a client.",
        };

    internal static readonly CounterDefinition PoolReleases =
        new("ccproxy_pool_releases_total", "Total number of client releases to pool")
        {
            Category = Pool,
            Recorded = "When a client comes back.",
        };

    internal static readonly CounterDefinition PoolHealthCheckFailures =
        new("ccproxy_pool_health_check_failures_total", "Total number of pool health check failures")
        {
            Category = Pool,
            Recorded = "When a provider does not answer a health check, or with a status of 500 or more; 0 as long as all do, as in the demo of the host.",
        };

    internal static readonly HistogramDefinition PoolAcquisitionDuration =
        new("ccproxy_pool_acquisition_duration_seconds", "Time taken to acquire a client from the pool")
        {
            Category = Pool,
            Recorded = "When a request or a health check gets a client: how long it waited.",
            Unit = "seconds",
            Buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        };

    internal static readonly InfoDefinition<InfoLabels> Info =
        new("ccproxy_info", "System information")
        {
            Category = "System",
            Recorded = "Set at the start.",
        };

    internal static readonly GaugeDefinition Up =
        new("up", "Service is up and running")
        {
            Category = "System",
            Recorded = "Set to 1 at the start. Beside the up that Prometheus makes itself it is up{exported_job=\"ccproxy\"}; with honor_labels it takes its place.",
            ConstantLabels = [new("job", DefaultNamespace)],
        };

    internal static readonly CounterDefinition<HookEventLabels> HookEventsDropped =
        new("vernier_ccproxy_hook_events_dropped_total", "Events that did not reach the hooks in the background because these are too slow.")
        {
            Category = "Hooks",
            FromStart = true,
            Recorded = "When the queue of the hooks in the background is full, because one is slower than the events come; 0 where the application adds no hooks.",
        };

    internal static readonly CounterDefinition<HookLabels> HookFailures =
        new("vernier_ccproxy_hook_failures_total", "Events on which a hook failed.")
        {
            Category = "Hooks",
            FromStart = true,
            Recorded = "When a hook throws; 0 where the application adds no hooks.",
        };

    /// <summary>All of it: the definitions, the dashboard, the alerts and objectives.</summary>
    public static MetricCatalog Catalog { get; } = new("ccproxy", "CCProxy")
    {
        Metrics =
        [
            RequestsTotal, ResponseDuration, ActiveRequests, Tokens, Cost, Errors,
            PoolClients, PoolClientsAvailable, PoolClientsActive, PoolConnectionsCreated, PoolConnectionsClosed, PoolAcquisitions, PoolReleases,
            PoolHealthCheckFailures, PoolAcquisitionDuration, Info, Up, HookEventsDropped, HookFailures,
        ],
        Dashboards = [CcProxyDashboard.Dashboard],
        Alerts = CcProxyAlerts.Alerts,
        Objectives = CcProxyAlerts.Objectives,
        Scrape = new("ccproxy", "ccproxy", 8000),
    };
}
