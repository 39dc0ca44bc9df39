using Vernier.Catalog;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// The metrics of the HTTP requests that an application serves. A request is counted when it ends. An unhandled exception counts as 500, or as the status
/// of the <c>BadHttpRequestException</c>. If the client disconnects, the request counts as 499, unless a response of known length was already being sent:
/// the client may have received it completely, so its status counts.
/// </summary>
public static class HttpRequestCatalog
{
    /// <summary>Completed requests.</summary>
    public static readonly CounterDefinition<HttpRequestLabels> Requests =
        new("http_server_requests_total", "Completed HTTP requests.") { Category = "HTTP" };

    /// <summary>
    /// Duration of requests, from the first middleware to the end; for a WebSocket, until it is closed. The buckets are those that the semantic
    /// conventions of OpenTelemetry recommend for <c>http.server.request.duration</c>.
    /// </summary>
    public static readonly HistogramDefinition<HttpRequestLabels> Duration =
        new("http_server_request_duration_seconds", "Duration of HTTP requests, in seconds.")
        {
            Unit = "seconds",
            Category = "HTTP",
            Buckets = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            Exemplars = true,
        };

    /// <summary>Requests in progress, including the scrape that reads it.</summary>
    public static readonly GaugeDefinition<HttpMethodLabels> InProgress =
        new("http_server_requests_in_progress", "HTTP requests in progress.") { Category = "HTTP" };

    /// <summary>Gets the catalog of these metrics, with a dashboard of requests, process and runtime.</summary>
    public static MetricCatalog Catalog { get; } = new("http-server", "HTTP server")
    {
        Metrics = [Requests, Duration, InProgress],
        Dashboards = [ServiceDashboard.Dashboard],
    };
}
