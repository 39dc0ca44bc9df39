namespace Vernier.AspNetCore.Requests;

/// <summary>The metrics of <see cref="HttpRequestNaming.PrometheusNet"/>: names, labels and buckets are those of prometheus-net.</summary>
internal static class PrometheusNetDefinitions
{
    public static readonly CounterDefinition<PrometheusNetLabels> Received = new("http_requests_received_total", "Completed HTTP requests.");

    public static readonly HistogramDefinition<PrometheusNetLabels> Duration = new("http_request_duration_seconds", "Duration of HTTP requests, in seconds.")
    {
        Unit = "seconds",
        Buckets = Buckets.Exponential(0.001, 2, 16),
        Exemplars = true,
    };

    public static readonly GaugeDefinition<PrometheusNetActiveLabels> InProgress = new("http_requests_in_progress", "HTTP requests in progress.");
}

/// <summary>The labels of a completed request. A controller and its action are absent for endpoints of other kinds.</summary>
internal readonly record struct PrometheusNetLabels(string Code, HttpVerb Method, string? Controller, string? Action, string? Endpoint);

/// <summary>The labels of a request in progress. Until routing has selected an endpoint, only the method is known.</summary>
internal readonly record struct PrometheusNetActiveLabels(HttpVerb Method, string? Controller, string? Action, string? Endpoint);
