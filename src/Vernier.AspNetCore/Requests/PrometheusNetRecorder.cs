using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Vernier.AspNetCore.Requests;

/// <summary>Records the metrics of <see cref="HttpRequestNaming.PrometheusNet"/>.</summary>
internal sealed class PrometheusNetRecorder : IRequestRecorder
{
    private readonly CounterFamily<PrometheusNetLabels> _received;
    private readonly HistogramFamily<PrometheusNetLabels> _duration;
    private readonly GaugeFamily<PrometheusNetActiveLabels> _inProgress;

    /// <param name="registry">The registry.</param>
    /// <param name="buckets">The bucket bounds of the duration, in seconds; null for those of prometheus-net.</param>
    public PrometheusNetRecorder(MetricRegistry registry, IReadOnlyList<double>? buckets)
    {
        _received = registry.Counter(PrometheusNetDefinitions.Received);
        _duration = registry.Histogram(buckets is null ? PrometheusNetDefinitions.Duration : PrometheusNetDefinitions.Duration with { Buckets = buckets });
        _inProgress = registry.Gauge(PrometheusNetDefinitions.InProgress);
    }

    /// <inheritdoc/>
    public Gauge InProgress(MeasuredRequest request)
    {
        var endpoint = request.Original;
        return _inProgress.With(new(request.Method, Required(endpoint, "controller"), Required(endpoint, "action"), Template(endpoint)));
    }

    /// <inheritdoc/>
    public void Completed(MeasuredRequest request, string status, string? errorType, double seconds)
    {
        var endpoint = request.Original;
        var labels = new PrometheusNetLabels(status, request.Method, Required(endpoint, "controller"), Required(endpoint, "action"), Template(endpoint));
        _received.With(labels).Inc();
        _duration.With(labels).Observe(seconds);
    }

    private static string? Template(Endpoint? endpoint) => (endpoint as RouteEndpoint)?.RoutePattern.RawText;

    /// <summary>Gets the controller or the action of an endpoint of MVC, which are required values of its route.</summary>
    private static string? Required(Endpoint? endpoint, string name) => (endpoint as RouteEndpoint)?.RoutePattern.RequiredValues.GetValueOrDefault(name) as string;
}
