using System.Globalization;
using Vernier.AspNetCore.Requests;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Labels;
using Vernier.DicomWebOAuth.Resilience;

namespace Vernier.DicomWebOAuth;

/// <summary>Records what happens with tokens, circuits and requests; the only class here that touches instruments. Thread-safe.</summary>
internal sealed class DicomWebOAuthMetrics
{
    private static readonly Dictionary<string, HttpVerb> Verbs =
        Enum.GetValues<HttpVerb>().Where(v => v != HttpVerb.Other).ToDictionary(v => v.ToString(), StringComparer.OrdinalIgnoreCase);

    private readonly CounterFamily<AcquisitionLabels> _acquisitions;
    private readonly HistogramFamily<ServerLabels> _acquisitionDuration;
    private readonly CounterFamily<ServerLabels> _cacheHits;
    private readonly CounterFamily<ServerLabels> _cacheMisses;
    private readonly GaugeFamily<ServerLabels> _circuitState;
    private readonly CounterFamily<ServerLabels> _rejections;
    private readonly CounterFamily<ServerLabels> _retries;
    private readonly CounterFamily<RequestLabels> _requests;
    private readonly HistogramFamily<EndpointLabels> _requestDuration;
    private readonly CounterFamily<ErrorLabels> _errors;

    /// <summary>Registers the families. A registry takes them only once.</summary>
    public DicomWebOAuthMetrics(MetricRegistry registry)
    {
        Time = registry.TimeProvider;
        _acquisitions = registry.Counter(DicomWebOAuthCatalog.TokenAcquisitions);
        _acquisitionDuration = registry.Histogram(DicomWebOAuthCatalog.TokenAcquisitionDuration);
        _cacheHits = registry.Counter(DicomWebOAuthCatalog.CacheHits);
        _cacheMisses = registry.Counter(DicomWebOAuthCatalog.CacheMisses);
        _circuitState = registry.Gauge(DicomWebOAuthCatalog.CircuitBreakerState);
        _rejections = registry.Counter(DicomWebOAuthCatalog.CircuitBreakerRejections);
        _retries = registry.Counter(DicomWebOAuthCatalog.RetryAttempts);
        _requests = registry.Counter(DicomWebOAuthCatalog.HttpRequests);
        _requestDuration = registry.Histogram(DicomWebOAuthCatalog.HttpRequestDuration);
        _errors = registry.Counter(DicomWebOAuthCatalog.Errors);
    }

    /// <summary>Measures the durations.</summary>
    public TimeProvider Time { get; }

    /// <summary>A server is configured: its series exist at 0 from now on, and its circuit is closed.</summary>
    public void ServerConfigured(string server)
    {
        var labels = new ServerLabels(server);
        foreach (var status in Enum.GetValues<AcquisitionStatus>())
            _acquisitions.With(new(server, status));
        _acquisitionDuration.With(labels);
        _cacheHits.With(labels);
        _cacheMisses.With(labels);
        CircuitChanged(server, BreakerState.Closed);
        _rejections.With(labels);
        _retries.With(labels);
        foreach (var error in ErrorCatalog.Counted)
            _errors.With(new(server, error.Code, error.Category));
    }

    /// <summary>An endpoint is there, the gateway's own or one that it calls: its series for success, and for these failures, exist at 0 from now on.</summary>
    public void EndpointKnown(string method, string endpoint, params IEnumerable<int> failures)
    {
        var verb = VerbOf(method);
        foreach (var status in failures.Prepend(200))
            _requests.With(new(verb, endpoint, status.ToString(CultureInfo.InvariantCulture)));
        _requestDuration.With(new(verb, endpoint));
    }

    public void TokenAcquired(string server, TimeSpan duration) => AcquisitionEnded(server, AcquisitionStatus.Success, duration);

    public void TokenAcquisitionFailed(string server, TimeSpan duration) => AcquisitionEnded(server, AcquisitionStatus.Failure, duration);

    public void CacheHit(string server) => _cacheHits.With(new(server)).Inc();

    public void CacheMissed(string server) => _cacheMisses.With(new(server)).Inc();

    public void CircuitChanged(string server, BreakerState state) => _circuitState.With(new(server)).Set((int)state);

    public void CircuitRejected(string server) => _rejections.With(new(server)).Inc();

    public void Retried(string server) => _retries.With(new(server)).Inc();

    /// <summary>A request has ended, one that the gateway got or one that it sent.</summary>
    public void RequestEnded(string method, string endpoint, int status, TimeSpan duration)
    {
        var verb = VerbOf(method);
        _requests.With(new(verb, endpoint, status.ToString(CultureInfo.InvariantCulture))).Inc();
        _requestDuration.With(new(verb, endpoint)).Observe(duration.TotalSeconds);
    }

    public void Failed(string server, ErrorCode error) => _errors.With(new(server, error, ErrorCatalog.Of(error).Category)).Inc();

    private void AcquisitionEnded(string server, AcquisitionStatus status, TimeSpan duration)
    {
        _acquisitions.With(new(server, status)).Inc();
        _acquisitionDuration.With(new(server)).Observe(duration.TotalSeconds);
    }

    private static HttpVerb VerbOf(string method) => Verbs.GetValueOrDefault(method, HttpVerb.Other);
}
