namespace Vernier.AspNetCore.Requests;

/// <summary>The names of the HTTP request metrics and of their labels.</summary>
public enum HttpRequestNaming
{
    /// <summary>
    /// The names of OpenTelemetry's semantic conventions (<see cref="HttpRequestCatalog"/>), which the ASP.NET Core dashboards of the .NET team read.
    /// </summary>
    OpenTelemetry,

    /// <summary>
    /// The names of prometheus-net, for dashboards and alerts that are not migrated yet: <c>http_requests_received_total</c>,
    /// <c>http_request_duration_seconds</c> and <c>http_requests_in_progress</c>, with the labels <c>code</c>, <c>method</c>, <c>controller</c>,
    /// <c>action</c> and <c>endpoint</c>.
    /// </summary>
    PrometheusNet,
}
