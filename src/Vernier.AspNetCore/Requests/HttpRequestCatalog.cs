using Vernier.Catalog;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// The metrics of the requests that an application serves. A request counts when it ends; one from which an exception escapes counts as 500
/// (or the status of its <c>BadHttpRequestException</c>). One whose client went away counts as 499, unless an answer of known length was being
/// sent already: then nobody knows whether the client has it all, and the answer's own status counts.
/// </summary>
public static class HttpRequestCatalog
{
    /// <summary>Requests that have ended.</summary>
    public static readonly CounterDefinition<HttpRequestLabels> Requests =
        new("http_server_requests_total", "HTTP requests that have ended.") { Category = "HTTP" };

    /// <summary>
    /// How long requests took, from the first middleware to its end; a WebSocket until it is closed. The buckets are those that OpenTelemetry's
    /// semantic conventions advise for <c>http.server.request.duration</c>.
    /// </summary>
    public static readonly HistogramDefinition<HttpRequestLabels> Duration =
        new("http_server_request_duration_seconds", "Time from the start of an HTTP request to its end.")
        {
            Unit = "seconds",
            Category = "HTTP",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            Exemplars = true,
        };

    /// <summary>Requests that have begun and not ended; one that reads it over HTTP sees at least itself.</summary>
    public static readonly GaugeDefinition<HttpMethodLabels> InProgress =
        new("http_server_requests_in_progress", "HTTP requests that are being served now.") { Category = "HTTP" };

    /// <summary>All of them, with a dashboard of requests, process and runtime, for services that have these.</summary>
    public static MetricCatalog Catalog { get; } = new("http-server", "HTTP server")
    {
        Metrics = [Requests, Duration, InProgress],
        Dashboards = [ServiceDashboard.Dashboard],
    };
}
