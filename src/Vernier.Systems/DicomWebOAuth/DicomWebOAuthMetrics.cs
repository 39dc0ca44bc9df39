using System.Globalization;
using Vernier.AspNetCore.Requests;
using Vernier.Instruments;
using Vernier.Registry;
using Vernier.Systems.DicomWebOAuth.Errors;
using Vernier.Systems.DicomWebOAuth.Labels;
using Vernier.Systems.DicomWebOAuth.Resilience;

namespace Vernier.Systems.DicomWebOAuth;

/// <summary>Records what happens with tokens, circuits and requests; the only class here that touches instruments. Thread-safe.</summary>
internal sealed class DicomWebOAuthMetrics
{
    private static readonly Dictionary<string, HttpVerb> Verbs =
        Enum.GetValues<HttpVerb>().Where(v => v != HttpVerb.Other).ToDictionary(v => v.ToString(), StringComparer.OrdinalIgnoreCase);

    private readonly Counter<AcquisitionLabels> _acquisitions;
    private readonly Histogram<ServerLabels> _acquisitionDuration;
    private readonly Counter<ServerLabels> _cacheHits;
    private readonly Counter<ServerLabels> _cacheMisses;
    private readonly Gauge<ServerLabels> _circuitState;
    private readonly Counter<ServerLabels> _rejections;
    private readonly Counter<ServerLabels> _retries;
    private readonly Counter<RequestLabels> _requests;
    private readonly Histogram<EndpointLabels> _requestDuration;
    private readonly Counter<ErrorLabels> _errors;

    /// <summary>Registers the families. A registry takes them only once.</summary>
    public DicomWebOAuthMetrics(MetricRegistry registry)
    {
        Time = registry.TimeProvider;
        _acquisitions = registry.Counter(DicomWebOAuthCatalogue.TokenAcquisitions);
        _acquisitionDuration = registry.Histogram(DicomWebOAuthCatalogue.TokenAcquisitionDuration);
        _cacheHits = registry.Counter(DicomWebOAuthCatalogue.CacheHits);
        _cacheMisses = registry.Counter(DicomWebOAuthCatalogue.CacheMisses);
        _circuitState = registry.Gauge(DicomWebOAuthCatalogue.CircuitBreakerState);
        _rejections = registry.Counter(DicomWebOAuthCatalogue.CircuitBreakerRejections);
        _retries = registry.Counter(DicomWebOAuthCatalogue.RetryAttempts);
        _requests = registry.Counter(DicomWebOAuthCatalogue.HttpRequests);
        _requestDuration = registry.Histogram(DicomWebOAuthCatalogue.HttpRequestDuration);
        _errors = registry.Counter(DicomWebOAuthCatalogue.Errors);
    }

    /// <summary>Measures the durations.</summary>
    public TimeProvider Time { get; }

    /// <summary>A server is configured: its series exist at 0 from now on, and its circuit is closed.</summary>
    public void ServerConfigured(string server)
    {
        var labels = new ServerLabels(server);
        foreach (AcquisitionStatus status in Enum.GetValues<AcquisitionStatus>())
            _acquisitions.With(new(server, status));
        _acquisitionDuration.With(labels);
        _cacheHits.With(labels);
        _cacheMisses.With(labels);
        CircuitChanged(server, BreakerState.Closed);
        _rejections.With(labels);
        _retries.With(labels);
        foreach (ErrorDescription error in ErrorCatalogue.Counted)
            _errors.With(new(server, error.Code, error.Category));
    }

    /// <summary>An endpoint is there, the gateway's own or one that it calls: its series for success, and for these failures, exist at 0 from now on.</summary>
    public void EndpointKnown(string method, string endpoint, params IEnumerable<int> failures)
    {
        HttpVerb verb = VerbOf(method);
        foreach (int status in failures.Prepend(200))
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
        HttpVerb verb = VerbOf(method);
        _requests.With(new(verb, endpoint, status.ToString(CultureInfo.InvariantCulture))).Inc();
        _requestDuration.With(new(verb, endpoint)).Observe(duration.TotalSeconds);
    }

    public void Failed(string server, ErrorCode error) => _errors.With(new(server, error, ErrorCatalogue.Of(error).Category)).Inc();

    private void AcquisitionEnded(string server, AcquisitionStatus status, TimeSpan duration)
    {
        _acquisitions.With(new(server, status)).Inc();
        _acquisitionDuration.With(new(server)).Observe(duration.TotalSeconds);
    }

    private static HttpVerb VerbOf(string method) => Verbs.GetValueOrDefault(method, HttpVerb.Other);
}
