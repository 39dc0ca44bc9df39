using System.Globalization;
using Vernier.AspNetCore.Requests;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Resilience;

namespace Vernier.DicomWebOAuth;

/// <summary>Records the events of token managers, circuit breakers and requests. The only class that touches instruments. Thread-safe.</summary>
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

    /// <summary>Registers the families; once per registry.</summary>
    public DicomWebOAuthMetrics(MetricRegistry registry)
    {
        Time = registry.TimeProvider;
        _acquisitions = registry.Counter(DicomWebOAuthDefinitions.TokenAcquisitions);
        _acquisitionDuration = registry.Histogram(DicomWebOAuthDefinitions.TokenAcquisitionDuration);
        _cacheHits = registry.Counter(DicomWebOAuthDefinitions.CacheHits);
        _cacheMisses = registry.Counter(DicomWebOAuthDefinitions.CacheMisses);
        _circuitState = registry.Gauge(DicomWebOAuthDefinitions.CircuitBreakerState);
        _rejections = registry.Counter(DicomWebOAuthDefinitions.CircuitBreakerRejections);
        _retries = registry.Counter(DicomWebOAuthDefinitions.RetryAttempts);
        _requests = registry.Counter(DicomWebOAuthDefinitions.HttpRequests);
        _requestDuration = registry.Histogram(DicomWebOAuthDefinitions.HttpRequestDuration);
        _errors = registry.Counter(DicomWebOAuthDefinitions.ErrorsTotal);
    }

    /// <summary>Gets the clock of the durations.</summary>
    public TimeProvider Time { get; }

    /// <summary>Creates the series of a configured server at 0, with a closed circuit.</summary>
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

    /// <summary>Creates the series of a known endpoint at 0, for status 200 and the given failure statuses.</summary>
    public void EndpointMapped(string method, string endpoint, params IEnumerable<int> failures)
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

    public void RetryStarted(string server) => _retries.With(new(server)).Inc();

    /// <summary>Records a request to the gateway or an outbound call.</summary>
    public void RequestEnded(string method, string endpoint, int status, TimeSpan duration)
    {
        var verb = VerbOf(method);
        _requests.With(new(verb, endpoint, status.ToString(CultureInfo.InvariantCulture))).Inc();
        _requestDuration.With(new(verb, endpoint)).Observe(duration.TotalSeconds);
    }

    public void ErrorOccurred(string server, ErrorCode error) => _errors.With(new(server, error, ErrorCatalog.Of(error).Category)).Inc();

    private void AcquisitionEnded(string server, AcquisitionStatus status, TimeSpan duration)
    {
        _acquisitions.With(new(server, status)).Inc();
        _acquisitionDuration.With(new(server)).Observe(duration.TotalSeconds);
    }

    private static HttpVerb VerbOf(string method) => Verbs.GetValueOrDefault(method, HttpVerb.Other);
}
