namespace Vernier.CcProxy;

/// <summary>
/// The metric definitions of CCProxy, in the default namespace. They depend on no other part of the catalog, so that static initialization has no
/// cycle.
/// </summary>
internal static class CcProxyDefinitions
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
            Recorded = "When a request ends: with the status of the provider's response, or error if the client did not get a complete response.",
        };

    internal static readonly HistogramDefinition<DurationLabels> ResponseDuration =
        new("ccproxy_response_duration_seconds", "Response time in seconds")
        {
            Category = Requests,
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends, including failed ones: from its start to the last byte of the response.",
            Unit = "seconds",
            Buckets = new CcProxyOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly GaugeDefinition ActiveRequests =
        new("ccproxy_active_requests", "Number of currently active requests")
        {
            Category = Requests,
            Recorded = "Incremented when a request arrives, decremented when it ends.",
        };

    internal static readonly CounterDefinition<TokenLabels> Tokens =
        new("ccproxy_tokens_total", "Total tokens processed")
        {
            Category = "Tokens",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "Once when a request ends, from the usage that the provider reported, including streams that were cut off.",
        };

    internal static readonly CounterDefinition<CostLabels> Cost =
        new("ccproxy_cost_usd_total", "Total cost in USD")
        {
            Category = "Cost",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request ends, from its tokens and the price table; models without a price are not counted.",
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("ccproxy_errors_total", "Total number of errors")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "Once for each failed request and each error response of the provider.",
        };

    internal static readonly GaugeDefinition PoolClients =
        new("ccproxy_pool_clients_total", "Total number of clients in the pool")
        {
            Category = Pool,
            Recorded = "When a client is added to the pool or removed from it.",
        };

    internal static readonly GaugeDefinition PoolClientsAvailable =
        new("ccproxy_pool_clients_available", "Number of available clients in the pool")
        {
            Category = Pool,
            Recorded = "When a client is added, acquired, released or removed.",
        };

    internal static readonly GaugeDefinition PoolClientsActive =
        new("ccproxy_pool_clients_active", "Number of active clients currently processing requests")
        {
            Category = Pool,
            Recorded = "When a client is acquired or released.",
        };

    internal static readonly CounterDefinition PoolConnectionsCreated =
        new("ccproxy_pool_connections_created_total", "Total number of pool connections created")
        {
            Category = Pool,
            Recorded = "When a connection to a provider is opened.",
        };

    internal static readonly CounterDefinition PoolConnectionsClosed =
        new("ccproxy_pool_connections_closed_total", "Total number of pool connections closed")
        {
            Category = Pool,
            Recorded = "When a connection to a provider is closed, by either side.",
        };

    internal static readonly CounterDefinition PoolAcquisitions =
        new("ccproxy_pool_acquisitions_total", "Total number of client acquisitions from pool")
        {
            Category = Pool,
            Recorded = "When a request or a health check acquires a client.",
        };

    internal static readonly CounterDefinition PoolReleases =
        new("ccproxy_pool_releases_total", "Total number of client releases to pool")
        {
            Category = Pool,
            Recorded = "When a client is released.",
        };

    internal static readonly CounterDefinition PoolHealthCheckFailures =
        new("ccproxy_pool_health_check_failures_total", "Total number of pool health check failures")
        {
            Category = Pool,
            Recorded = "When a provider does not respond to a health check, or responds with status 500 or higher; 0 while all providers are healthy, "
                + "as in the demo of the host.",
        };

    internal static readonly HistogramDefinition PoolAcquisitionDuration =
        new("ccproxy_pool_acquisition_duration_seconds", "Time taken to acquire a client from the pool")
        {
            Category = Pool,
            Recorded = "When a request or a health check acquires a client: the time it waited.",
            Unit = "seconds",
            Buckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
        };

    internal static readonly InfoDefinition<InfoLabels> Info =
        new("ccproxy_info", "System information")
        {
            Category = "System",
            Recorded = "Set at startup.",
        };

    internal static readonly GaugeDefinition Up =
        new("up", "Service is up and running")
        {
            Category = "System",
            Recorded = "Set to 1 at startup. Prometheus stores it as up{exported_job=\"ccproxy\"} next to its own up; with honor_labels it replaces "
                + "Prometheus's own up while the target is reachable.",
            ConstantLabels = [new("job", DefaultNamespace)],
        };

    internal static readonly CounterDefinition<HookEventLabels> HookEventsDropped =
        new("vernier_ccproxy_hook_events_dropped_total", "Events dropped because the queue of the background hooks was full.")
        {
            Category = "Hooks",
            FromStart = true,
            Recorded = "When an event arrives while the queue of the background hooks is full; 0 if the application registers no hooks.",
        };

    internal static readonly CounterDefinition<HookLabels> HookFailures =
        new("vernier_ccproxy_hook_failures_total", "Events on which a hook failed.")
        {
            Category = "Hooks",
            FromStart = true,
            Recorded = "When a hook throws an exception; 0 if the application registers no hooks.",
        };
}
