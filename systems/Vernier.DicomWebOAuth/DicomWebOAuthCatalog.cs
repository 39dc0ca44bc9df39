using Vernier.Catalog;
using Vernier.DicomWebOAuth.Labels;

namespace Vernier.DicomWebOAuth;

/// <summary>
/// What DICOMweb OAuth measures. What it shows is in <see cref="DicomWebOAuthDashboard"/>, what it warns of in <see cref="DicomWebOAuthAlerts"/>.
/// </summary>
public static class DicomWebOAuthCatalog
{
    internal static readonly CounterDefinition<AcquisitionLabels> TokenAcquisitions =
        new("dicomweb_oauth_token_acquisitions_total", "Total token acquisition attempts")
        {
            Category = "Token acquisition",
            FromStart = true,
            Recorded = "When an acquisition has ended, with all its retries. What an open circuit refuses is none.",
        };

    /// <summary>One acquisition lasts 93 s at the longest with the default settings: three attempts of 30 s, and 3 s between them.</summary>
    internal static readonly HistogramDefinition<ServerLabels> TokenAcquisitionDuration =
        new("dicomweb_oauth_token_acquisition_duration_seconds", "Token acquisition duration")
        {
            Category = "Token acquisition",
            FromStart = true,
            Recorded = "As the acquisitions, failed ones too; retries and pauses are part of it.",
            Unit = "seconds",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 100],
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ServerLabels> CacheHits =
        new("dicomweb_oauth_cache_hits_total", "Total cache hits")
        {
            Category = "Caching",
            FromStart = true,
            Recorded = "When a token was in memory, or came from a request that somebody else had begun.",
        };

    internal static readonly CounterDefinition<ServerLabels> CacheMisses =
        new("dicomweb_oauth_cache_misses_total", "Total cache misses")
        {
            Category = "Caching",
            FromStart = true,
            Recorded = "When a token had to be asked for.",
        };

    internal static readonly GaugeDefinition<ServerLabels> CircuitBreakerState =
        new("dicomweb_oauth_circuit_breaker_state", "Circuit breaker state (0=CLOSED, 1=OPEN, 2=HALF_OPEN)")
        {
            Category = "Circuit breaker",
            FromStart = true,
            Recorded = "At the start, and at each change.",
        };

    internal static readonly CounterDefinition<ServerLabels> CircuitBreakerRejections =
        new("dicomweb_oauth_circuit_breaker_rejections_total", "Total circuit breaker rejections")
        {
            Category = "Circuit breaker",
            FromStart = true,
            Recorded = "When an open circuit refused to ask for a token.",
        };

    internal static readonly CounterDefinition<ServerLabels> RetryAttempts =
        new("dicomweb_oauth_retry_attempts_total", "Total retry attempts")
        {
            Category = "Retries",
            FromStart = true,
            Recorded = "Before each further attempt; the first one is no retry.",
        };

    internal static readonly CounterDefinition<RequestLabels> HttpRequests =
        new("dicomweb_oauth_http_requests_total", "Total HTTP requests")
        {
            Category = "HTTP requests",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When a request that the gateway got has ended, and when one that it sent to a token endpoint or a DICOMweb server was answered or given up.",
        };

    /// <summary>Studies are large, and a server may take five minutes before it answers.</summary>
    internal static readonly HistogramDefinition<EndpointLabels> HttpRequestDuration =
        new("dicomweb_oauth_http_request_duration_seconds", "HTTP request duration")
        {
            Category = "HTTP requests",
            FromStart = true,
            Recorded = "As the requests: to the end of the answer for those that the gateway got, to its head for those that it sent.",
            Unit = "seconds",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300],
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("dicomweb_oauth_errors_total", "Total errors by code and category")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "When something went wrong, under its code in the error catalog.",
        };

    /// <summary>All of it: the definitions, the dashboard, the alerts and objectives, and the document's queries.</summary>
    public static MetricCatalog Catalog { get; } = new("dicomweb-oauth", "DICOMweb OAuth")
    {
        Metrics =
        [
            TokenAcquisitions, TokenAcquisitionDuration, CacheHits, CacheMisses, CircuitBreakerState, CircuitBreakerRejections, RetryAttempts,
            HttpRequests, HttpRequestDuration, Errors,
        ],
        Dashboards = [DicomWebOAuthDashboard.Dashboard],
        Alerts = DicomWebOAuthAlerts.Alerts,
        Objectives = DicomWebOAuthAlerts.Objectives,
        Scrape = new("orthanc-dicomweb-oauth", "orthanc", 8042) { Path = DicomWebOAuthEndpoints.MetricsPath },
        DocumentedQueries = DicomWebOAuthAlerts.Documented,
    };
}
