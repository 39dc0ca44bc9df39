using Vernier.Catalog;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// The metrics of the HTTP requests that an application serves, with the names of OpenTelemetry's semantic conventions for <c>http.server.request.duration</c>
/// and <c>http.server.active_requests</c> in Prometheus. A request is counted when it ends, in the <c>_count</c> of the duration.
/// </summary>
/// <remarks>
/// An unhandled exception counts as 500, or as the status of the <c>BadHttpRequestException</c> that the server responds with. Once the response has
/// started, every unhandled exception counts as 500: the client received the status of a response that is incomplete. If the client disconnects, the
/// request counts as 499, unless a response of known length was already being sent: the client may have received it completely, so its status counts.
/// Requests to endpoints with <c>DisableHttpMetrics()</c> are not counted, only in progress.
/// </remarks>
public static class HttpRequestCatalog
{
    /// <summary>
    /// Duration of requests, from the first middleware to the end; for a WebSocket, until it is closed. The buckets are those that the semantic
    /// conventions recommend.
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
    public static readonly GaugeDefinition<ActiveRequestLabels> ActiveRequests =
        new("http_server_active_requests", "HTTP requests in progress.") { Category = "HTTP" };

    /// <summary>Gets the catalog of these metrics, with a dashboard of requests, process and runtime.</summary>
    public static MetricCatalog Catalog => Lazily.Catalog;

    // Separate, because an application that only records does not need its dashboards.
    private static class Lazily
    {
        public static readonly MetricCatalog Catalog = new("http-server", "HTTP server")
        {
            Metrics = [Duration, ActiveRequests],
            Dashboards = [ServiceDashboard.Dashboard],
        };
    }
}
