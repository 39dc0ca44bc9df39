namespace Vernier.Pangolin;

/// <content>Sign-in, console, system, certificates, WebSockets, Traefik, database and integration API.</content>
internal static partial class PangolinDefinitions
{
    public static readonly CounterDefinition<AuthRequestLabels> AuthRequests =
        new("pangolin_auth_requests_total", "Decisions about requests to resources and sign-in attempts")
        {
            Category = "Sign-in",
            Recorded = "When access to a resource is allowed or denied, and for each sign-in attempt.",
            MaxSeries = 10_000,
        };

    public static readonly HistogramDefinition<AuthDurationLabels> AuthDuration =
        new("pangolin_auth_request_duration_seconds", "Time of a decision, including password hashes and the database")
        {
            Category = "Sign-in",
            Recorded = "In addition to pangolin_auth_requests_total.",
            Buckets = Latencies,
        };

    public static readonly GaugeDefinition<SiteAuthLabels> ActiveUsers =
        new("pangolin_auth_active_users", "Distinct users with a session at a resource of the site")
        {
            Category = "Sign-in",
            Recorded = "When sessions start, end or expire.",
        };

    public static readonly CounterDefinition<AuthFailureLabels> AuthFailures =
        new("pangolin_auth_failure_reasons_total", "Denied requests and failed sign-in attempts")
        {
            Category = "Sign-in",
            Recorded = "In addition to pangolin_auth_requests_total, when access is denied.",
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<SiteAuthLabels> TokensIssued =
        new("pangolin_token_issued_total", "Sessions of resources and of the page that were started")
        {
            Category = "Sign-in",
            Recorded = "When a session starts; those of the page have no site.",
        };

    public static readonly CounterDefinition<RevocationLabels> TokensRevoked =
        new("pangolin_token_revoked_total", "Sessions that ended")
        {
            Category = "Sign-in",
            Recorded = "When a session is ended by a user, an administrator, a changed password or its expiry.",
            FromStart = true,
        };

    public static readonly CounterDefinition<RefreshLabels> TokenRefreshes =
        new("pangolin_token_refresh_total", "Sessions that were extended")
        {
            Category = "Sign-in",
            Recorded = "When a session is used after half of its lifetime; those of the page have no site.",
        };

    public static readonly CounterDefinition<EndpointRequestLabels> UiRequests =
        new("pangolin_ui_requests_total", "Requests to the page and, with a session cookie, to the API")
        {
            Category = "Console",
            Recorded = "When a response ends.",
            MaxSeries = 10_000,
        };

    public static readonly GaugeDefinition UiSessions =
        new("pangolin_ui_active_sessions", "Sessions of the page")
        {
            Category = "Console",
            Recorded = "When a session starts, ends or expires.",
        };

    public static readonly CounterDefinition<OutcomeLabels> ConfigReloads =
        new("pangolin_config_reloads_total", "Reloads of the configuration file")
        {
            Category = "System",
            Recorded = "When the file has changed, and was applied or rejected.",
            FromStart = true,
        };

    public static readonly CounterDefinition Restarts =
        new("pangolin_restart_count_total", "Starts of the server after its first start")
        {
            Category = "System",
            Recorded = "At startup; the value is stored in the database.",
        };

    public static readonly CounterDefinition<JobLabels> BackgroundJobs =
        new("pangolin_background_jobs_total", "Attempts of background jobs")
        {
            Category = "System",
            Recorded = "When an attempt ends.",
            FromStart = true,
        };

    public static readonly GaugeDefinition<CertificateLabels> CertificateExpiry =
        new("pangolin_certificates_expiry_days", "Days until the certificate of a resource expires; negative after its expiry")
        {
            Category = "Certificates",
            Recorded = "At each scrape. A resource without a certificate has no series.",
            MaxSeries = 10_000,
        };

    public static readonly CounterDefinition<TunnelConnectionLabels> WsConnections =
        new("pangolin_ws_connections_total", "Attempts of sites to open a WebSocket tunnel")
        {
            Category = "WebSockets",
            Recorded = "When an attempt has succeeded or failed.",
        };

    public static readonly GaugeDefinition<SiteLabels> WsActive =
        new("pangolin_ws_active_connections", "Open WebSocket tunnels")
        {
            Category = "WebSockets",
            Recorded = "When one opens or closes.",
        };

    public static readonly CounterDefinition<TunnelMessageLabels> WsMessages =
        new("pangolin_ws_messages_total", "Messages on WebSocket tunnels")
        {
            Category = "WebSockets",
            Recorded = "When a message was received or sent.",
            FromStart = true,
        };

    public static readonly HistogramDefinition TraefikSync =
        new("pangolin_traefik_provider_sync_seconds", "Time to render and write the configuration for Traefik")
        {
            Category = "Traefik",
            Recorded = "At each synchronization, successful or not, and for each request of the HTTP provider.",
            Buckets = Latencies,
        };

    public static readonly CounterDefinition<TraefikErrorLabels> TraefikErrors =
        new("pangolin_traefik_provider_errors_total", "Failed synchronizations of the configuration for Traefik")
        {
            Category = "Traefik",
            Recorded = "When a synchronization fails.",
            FromStart = true,
        };

    public static readonly CounterDefinition<PluginLabels> PluginFetches =
        new("pangolin_plugin_fetch_total", "Fetches of Traefik plugins")
        {
            Category = "Traefik",
            Recorded = "When a plugin was fetched, was found in the cache, or could not be fetched.",
        };

    public static readonly CounterDefinition<AcmeEventLabels> AcmeEvents =
        new("pangolin_acme_cert_events_total", "Events of certificates from the ACME server")
        {
            Category = "Certificates",
            Recorded = "When an event happens.",
            MaxSeries = 10_000,
        };

    public static readonly GaugeDefinition<DomainLabels> AcmeExpiry =
        new("pangolin_acme_cert_expiry_days", "Days until the certificate from the ACME server expires; negative after its expiry")
        {
            Category = "Certificates",
            Recorded = "At each scrape. A domain without such a certificate has no series.",
        };

    public static readonly GaugeDefinition<PoolStateLabels> PoolConnections =
        new("pangolin_db_pool_connections", "Connections of the database pool, and operations that wait for one")
        {
            Category = "Database",
            Recorded = "When a connection is opened, used, returned or closed.",
            FromStart = true,
        };

    public static readonly CounterDefinition PoolWait =
        new("pangolin_db_wait_seconds_total", "Time that operations waited for a database connection")
        {
            Category = "Database",
            Recorded = "When an operation has got a connection, or has timed out.",
        };

    public static readonly CounterDefinition<EndpointRequestLabels> IntegrationRequests =
        new("pangolin_integration_api_requests_total", "Requests to the API with an API key")
        {
            Category = "Integration API",
            Recorded = "When a response ends.",
            MaxSeries = 10_000,
        };

    public static readonly HistogramDefinition<EndpointDurationLabels> IntegrationDuration =
        new("pangolin_integration_api_duration_seconds", "Time of requests to the API with an API key")
        {
            Category = "Integration API",
            Recorded = "In addition to pangolin_integration_api_requests_total.",
            Buckets = Latencies,
        };

    public static readonly GaugeDefinition<JobTypeLabels> QueueDepth =
        new("pangolin_background_queue_depth", "Background jobs that are due and wait for a server")
        {
            Category = "System",
            Recorded = "When jobs are added or taken, and when the queue is read.",
            FromStart = true,
        };
}
