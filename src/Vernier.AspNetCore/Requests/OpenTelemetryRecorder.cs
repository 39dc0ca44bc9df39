namespace Vernier.AspNetCore.Requests;

/// <summary>Records the metrics of <see cref="HttpRequestCatalog"/>.</summary>
internal sealed class OpenTelemetryRecorder : IRequestRecorder
{
    private readonly HistogramFamily<HttpRequestLabels> _duration;
    private readonly GaugeFamily<ActiveRequestLabels> _active;

    /// <param name="registry">The registry.</param>
    /// <param name="buckets">The bucket bounds of the duration, in seconds; null for the default.</param>
    public OpenTelemetryRecorder(MetricRegistry registry, IReadOnlyList<double>? buckets)
    {
        _duration = registry.Histogram(buckets is null ? HttpRequestCatalog.Duration : HttpRequestCatalog.Duration with { Buckets = buckets });
        _active = registry.Gauge(HttpRequestCatalog.ActiveRequests);
    }

    /// <inheritdoc/>
    public Gauge InProgress(MeasuredRequest request) => _active.With(new(request.Method, request.Scheme));

    /// <inheritdoc/>
    public void Completed(MeasuredRequest request, string status, string? errorType, double seconds) =>
        _duration.With(new(request.Method, request.Route, status, request.Scheme, request.ProtocolVersion, errorType)).Observe(seconds);
}
