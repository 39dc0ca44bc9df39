namespace Vernier.DicomWebOAuth;

/// <summary>The metric definitions of DICOMweb OAuth.</summary>
internal static class DicomWebOAuthDefinitions
{
    public static readonly CounterDefinition<AcquisitionLabels> TokenAcquisitions =
        new("dicomweb_oauth_token_acquisitions_total", "Total token acquisition attempts")
        {
            Category = "Token acquisition",
            FromStart = true,
            Recorded = "Counted once per acquisition, including its retries. Rejections by an open circuit are not counted.",
        };

    /// <summary>With the default settings an acquisition lasts at most 93 s: three attempts of 30 s and delays of 3 s.</summary>
    public static readonly HistogramDefinition<ServerLabels> TokenAcquisitionDuration =
        new("dicomweb_oauth_token_acquisition_duration_seconds", "Token acquisition duration")
        {
            Category = "Token acquisition",
            FromStart = true,
            Recorded = "Observed for successes and failures. Includes retries and their delays.",
            Unit = "seconds",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 100],
            Exemplars = true,
        };

    public static readonly CounterDefinition<ServerLabels> CacheHits =
        new("dicomweb_oauth_cache_hits_total", "Total cache hits")
        {
            Category = "Caching",
            FromStart = true,
            Recorded = "Counted when a request gets a cached token, or shares the acquisition of another request.",
        };

    public static readonly CounterDefinition<ServerLabels> CacheMisses =
        new("dicomweb_oauth_cache_misses_total", "Total cache misses")
        {
            Category = "Caching",
            FromStart = true,
            Recorded = "Counted when a request starts a token acquisition.",
        };

    public static readonly GaugeDefinition<ServerLabels> CircuitBreakerState =
        new("dicomweb_oauth_circuit_breaker_state", "Circuit breaker state (0=CLOSED, 1=OPEN, 2=HALF_OPEN)")
        {
            Category = "Circuit breaker",
            FromStart = true,
            Recorded = "Set at startup and at each transition.",
        };

    public static readonly CounterDefinition<ServerLabels> CircuitBreakerRejections =
        new("dicomweb_oauth_circuit_breaker_rejections_total", "Total circuit breaker rejections")
        {
            Category = "Circuit breaker",
            FromStart = true,
            Recorded = "Counted when an open circuit rejects a token acquisition.",
        };

    public static readonly CounterDefinition<ServerLabels> RetryAttempts =
        new("dicomweb_oauth_retry_attempts_total", "Total retry attempts")
        {
            Category = "Retries",
            FromStart = true,
            Recorded = "Counted before each retry; the first attempt is not counted.",
        };

    public static readonly CounterDefinition<RequestLabels> HttpRequests =
        new("dicomweb_oauth_http_requests_total", "Total HTTP requests")
        {
            Category = "HTTP requests",
            FromStart = true,
            // About 60 combinations of method and endpoint, with the statuses of real servers.
            MaxSeries = 1_000,
            Recorded = "Counted when a request to the gateway ends, and when a call to a token endpoint or DICOMweb server gets its response headers or fails.",
        };

    /// <summary>Studies are large, and a server may take up to five minutes to respond.</summary>
    public static readonly HistogramDefinition<EndpointLabels> HttpRequestDuration =
        new("dicomweb_oauth_http_request_duration_seconds", "HTTP request duration")
        {
            Category = "HTTP requests",
            FromStart = true,
            Recorded = "Observed up to the end of the response for requests to the gateway, and up to the response headers for outbound calls.",
            Unit = "seconds",
            MaxSeries = 200,
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300],
            Exemplars = true,
        };

    public static readonly CounterDefinition<ErrorLabels> ErrorsTotal =
        new("dicomweb_oauth_errors_total", "Total errors by code and category")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "Counted when an error occurs, with its code in the error catalog.",
        };

    /// <summary>Gets all of them, in the order of the reference page.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        TokenAcquisitions, TokenAcquisitionDuration, CacheHits, CacheMisses, CircuitBreakerState, CircuitBreakerRejections, RetryAttempts,
        HttpRequests, HttpRequestDuration, ErrorsTotal,
    ];
}
