using Vernier.Catalogue;
using Vernier.Systems.DicomWebOAuth.Labels;

namespace Vernier.Systems.DicomWebOAuth;

/// <summary>What DICOMweb OAuth measures, shows and warns of.</summary>
public static class DicomWebOAuthCatalogue
{
    internal static readonly CounterDefinition<AcquisitionLabels> TokenAcquisitions =
        new("dicomweb_oauth_token_acquisitions_total", "Total token acquisition attempts") { Category = "Token acquisition" };

    /// <summary>One acquisition lasts 93 s at the longest with the default settings: three attempts of 30 s, and 3 s between them.</summary>
    internal static readonly HistogramDefinition<ServerLabels> TokenAcquisitionDuration =
        new("dicomweb_oauth_token_acquisition_duration_seconds", "Token acquisition duration")
        {
            Category = "Token acquisition",
            Unit = "seconds",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 100],
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ServerLabels> CacheHits =
        new("dicomweb_oauth_cache_hits_total", "Total cache hits") { Category = "Caching" };

    internal static readonly CounterDefinition<ServerLabels> CacheMisses =
        new("dicomweb_oauth_cache_misses_total", "Total cache misses") { Category = "Caching" };

    internal static readonly GaugeDefinition<ServerLabels> CircuitBreakerState =
        new("dicomweb_oauth_circuit_breaker_state", "Circuit breaker state (0=CLOSED, 1=OPEN, 2=HALF_OPEN)") { Category = "Circuit breaker" };

    internal static readonly CounterDefinition<ServerLabels> CircuitBreakerRejections =
        new("dicomweb_oauth_circuit_breaker_rejections_total", "Total circuit breaker rejections") { Category = "Circuit breaker" };

    internal static readonly CounterDefinition<ServerLabels> RetryAttempts =
        new("dicomweb_oauth_retry_attempts_total", "Total retry attempts") { Category = "Retries" };

    internal static readonly CounterDefinition<RequestLabels> HttpRequests =
        new("dicomweb_oauth_http_requests_total", "Total HTTP requests") { Category = "HTTP requests" };

    /// <summary>Studies are large, and a server may take five minutes before it answers.</summary>
    internal static readonly HistogramDefinition<EndpointLabels> HttpRequestDuration =
        new("dicomweb_oauth_http_request_duration_seconds", "HTTP request duration")
        {
            Category = "HTTP requests",
            Unit = "seconds",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300],
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("dicomweb_oauth_errors_total", "Total errors by code and category") { Category = "Errors" };

    private const string Runbook = "docs/runbooks/dicomweb-oauth.md";

    private static readonly LabelDefinition Server = TokenAcquisitions.Label(nameof(AcquisitionLabels.Server));
    private static readonly LabelDefinition Status = TokenAcquisitions.Label(nameof(AcquisitionLabels.Status));
    private static readonly LabelDefinition Endpoint = HttpRequests.Label(nameof(RequestLabels.Endpoint));
    private static readonly LabelDefinition HttpStatus = HttpRequests.Label(nameof(RequestLabels.Status));
    private static readonly LabelDefinition Code = Errors.Label(nameof(ErrorLabels.ErrorCode));
    private static readonly LabelDefinition Category = Errors.Label(nameof(ErrorLabels.Category));

    /// <summary>All of it: the definitions, the panels of the dashboard and the alerts.</summary>
    public static MetricCatalogue Catalogue { get; } = new("dicomweb-oauth", "DICOMweb OAuth")
    {
        Metrics =
        [
            TokenAcquisitions, TokenAcquisitionDuration, CacheHits, CacheMisses, CircuitBreakerState, CircuitBreakerRejections, RetryAttempts,
            HttpRequests, HttpRequestDuration, Errors,
        ],
        Panels =
        [
            // The document divides the successes by themselves, because both sides are matched on status; here all attempts of a server are the whole.
            new("Token acquisition success rate", [new(SuccessRate(), "{{server}}")])
            {
                Unit = "percentunit",
                Row = "Tokens",
                Description = "Which share of the attempts to get a token succeeds? The document's query, corrected.",
            },
            new("P95 token acquisition time", [new($"histogram_quantile(0.95, rate({TokenAcquisitionDuration:bucket}[5m]))", "{{server}}")])
            {
                Unit = "s",
                Row = "Tokens",
                Description = "How long does it take to get a token, retries and pauses included?",
            },
            new("Cache hit rate", [new($"rate({CacheHits}[5m]) / (rate({CacheHits}[5m]) + rate({CacheMisses}[5m]))", "{{server}}")])
            {
                Unit = "percentunit",
                Row = "Tokens",
                Description = "How often is there a token already?",
            },
            new("Token acquisitions", [new($"sum by ({Server}, {Status}) (rate({TokenAcquisitions}[5m]))", "{{server}} {{status}}")])
            {
                Unit = "ops",
                Row = "Tokens",
                Description = "How often is a token asked for?",
            },
            new("Circuit breaker state", [new($"{CircuitBreakerState}", "{{server}}")])
            {
                Kind = PanelKind.StateTimeline,
                Row = "Resilience",
                Description = "Which token endpoints are left alone? 0 is closed, 1 open, 2 on trial.",
            },
            new("Rejections and retries", [new($"rate({CircuitBreakerRejections}[5m])", "{{server}} rejected"), new($"rate({RetryAttempts}[5m])", "{{server}} retried")])
            {
                Unit = "ops",
                Row = "Resilience",
                Description = "How much is refused while a circuit is open, and how often is a token endpoint asked again?",
            },
            new("HTTP requests", [new($"sum by ({Endpoint}, {HttpStatus}) (rate({HttpRequests}[5m]))", "{{endpoint}} {{status}}")])
            {
                Unit = "reqps",
                Row = "HTTP",
                Description = "What is asked of the gateway, and what does it ask of others?",
            },
            new("P95 HTTP request time", [new($"histogram_quantile(0.95, sum by ({Endpoint}, le) (rate({HttpRequestDuration:bucket}[5m])))", "{{endpoint}}")])
            {
                Unit = "s",
                Row = "HTTP",
                Description = "Is the gateway slow, or is it those whom it asks?",
            },
            new("Errors", [new($"sum by ({Server}, {Code}, {Category}) (rate({Errors}[5m]))", "{{server}} {{error_code}} {{category}}")])
            {
                Unit = "ops",
                Row = "Errors",
                Description = "What goes wrong, and with which server?",
            },
        ],
        Alerts =
        [
            new("CircuitBreakerOpen", $"{CircuitBreakerState} > 0")
            {
                For = TimeSpan.FromMinutes(1),
                Severity = AlertSeverity.Critical,
                Summary = "No tokens for {{ $labels.server }}",
                Description = "The token endpoint of {{ $labels.server }} failed so often that it is left alone; every request is refused.",
                Runbook = $"{Runbook}#circuitbreakeropen",
            },
            new("TokenAcquisitionFailing", SuccessRate(" < 0.9"))
            {
                For = TimeSpan.FromMinutes(5),
                Severity = AlertSeverity.Warning,
                Summary = "Tokens for {{ $labels.server }} are hard to get",
                Description = "Only {{ $value | humanizePercentage }} of the attempts to get a token succeed.",
                Runbook = $"{Runbook}#tokenacquisitionfailing",
            },
            new("SlowTokenAcquisition", $"histogram_quantile(0.95, sum by ({Server}, le) (rate({TokenAcquisitionDuration:bucket}[5m]))) > 5")
            {
                For = TimeSpan.FromMinutes(10),
                Severity = AlertSeverity.Warning,
                Summary = "Tokens for {{ $labels.server }} come slowly",
                Description = "Five per cent of the acquisitions take longer than {{ $value | humanizeDuration }}.",
                Runbook = $"{Runbook}#slowtokenacquisition",
            },
            new("DicomWebErrors", $"sum by ({Server}, {Code}, {Category}) (rate({Errors}[5m])) > 0.05")
            {
                For = TimeSpan.FromMinutes(5),
                Severity = AlertSeverity.Warning,
                Summary = "Errors with {{ $labels.server }}",
                Description = "{{ $labels.error_code }} happens {{ $value | humanize }} times a second.",
                Runbook = $"{Runbook}#dicomweberrors",
            },
        ],
    };

    private static PromQl SuccessRate(string condition = "") =>
        $"sum by ({Server}) (rate({TokenAcquisitions}{{{Status}=\"success\"}}[5m])) / sum by ({Server}) (rate({TokenAcquisitions}[5m])){condition}";
}
