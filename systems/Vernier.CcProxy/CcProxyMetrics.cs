using System.Globalization;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy;

/// <summary>
/// Records the events of the proxy. This is the only class that touches instruments. A group of metrics that is turned off is not registered at all,
/// so that no metric is exposed with incomplete values. Thread-safe.
/// </summary>
internal sealed class CcProxyMetrics
{
    public const string Unknown = "unknown";

    private const string Failed = "error";

    private readonly string _namespace;
    private readonly CounterFamily<RequestLabels>? _requests;
    private readonly HistogramFamily<DurationLabels>? _durations;
    private readonly Gauge? _activeRequests;
    private readonly CounterFamily<TokenLabels>? _tokens;
    private readonly CounterFamily<CostLabels>? _cost;
    private readonly CounterFamily<ErrorLabels>? _errors;
    private readonly Gauge? _clients;
    private readonly Gauge? _availableClients;
    private readonly Gauge? _activeClients;
    private readonly Counter? _connectionsCreated;
    private readonly Counter? _connectionsClosed;
    private readonly Counter? _acquisitions;
    private readonly Counter? _releases;
    private readonly Counter? _healthCheckFailures;
    private readonly Histogram? _acquisitionDuration;
    private readonly CounterFamily<HookEventLabels> _droppedEvents;
    private readonly CounterFamily<HookLabels> _hookFailures;

    /// <summary>Registers the metrics.</summary>
    /// <exception cref="MetricClashException">The registry already contains these metrics.</exception>
    public CcProxyMetrics(MetricRegistry registry, CcProxyOptions options, string version)
    {
        _namespace = options.Namespace;
        if (options.CollectRequestMetrics)
        {
            _requests = registry.Counter(Named(CcProxyDefinitions.RequestsTotal));
            _durations = registry.Histogram(Named(CcProxyDefinitions.ResponseDuration) with { Buckets = options.HistogramBuckets });
            _activeRequests = registry.Gauge(Named(CcProxyDefinitions.ActiveRequests));
        }
        if (options.CollectTokenMetrics)
            _tokens = registry.Counter(Named(CcProxyDefinitions.Tokens));
        if (options.CollectCostMetrics)
            _cost = registry.Counter(Named(CcProxyDefinitions.Cost));
        if (options.CollectErrorMetrics)
            _errors = registry.Counter(Named(CcProxyDefinitions.Errors));
        if (options.CollectPoolMetrics)
        {
            _clients = registry.Gauge(Named(CcProxyDefinitions.PoolClients));
            _availableClients = registry.Gauge(Named(CcProxyDefinitions.PoolClientsAvailable));
            _activeClients = registry.Gauge(Named(CcProxyDefinitions.PoolClientsActive));
            _connectionsCreated = registry.Counter(Named(CcProxyDefinitions.PoolConnectionsCreated));
            _connectionsClosed = registry.Counter(Named(CcProxyDefinitions.PoolConnectionsClosed));
            _acquisitions = registry.Counter(Named(CcProxyDefinitions.PoolAcquisitions));
            _releases = registry.Counter(Named(CcProxyDefinitions.PoolReleases));
            _healthCheckFailures = registry.Counter(Named(CcProxyDefinitions.PoolHealthCheckFailures));
            _acquisitionDuration = registry.Histogram(Named(CcProxyDefinitions.PoolAcquisitionDuration));
        }

        _droppedEvents = registry.Counter(CcProxyDefinitions.HookEventsDropped);
        _hookFailures = registry.Counter(CcProxyDefinitions.HookFailures);
        foreach (var @event in Enum.GetValues<HookEvent>())
            _droppedEvents.With(new(@event));
        registry.Info(Named(CcProxyDefinitions.Info)).Set(new(version, MetricsEnabled: true));
        registry.Gauge(CcProxyDefinitions.Up with { ConstantLabels = [new("job", _namespace)] }).Set(1);
    }

    /// <summary>Creates the series of requests for a model at 0, so that the first event is an increase.</summary>
    public void ExpectRequests(string provider, ApiRoute route, string model, bool isPriced)
    {
        foreach (var status in (ReadOnlySpan<string>)["200", Failed])
            _requests?.With(new(ApiRoutes.MethodOf(route), route, model, status, provider));
        _durations?.With(new(model, route, provider));
        foreach (var kind in Enum.GetValues<ErrorKind>())
            _errors?.With(new(kind, route, model, provider));
        if (route == ApiRoute.Models)
            return;
        foreach (var kind in Enum.GetValues<TokenKind>())
        {
            _tokens?.With(new(kind, model, provider));
            if (isPriced)
                _cost?.With(new(model, kind, provider));
        }
    }

    /// <summary>Creates the series of requests that fail before a provider is selected at 0.</summary>
    public void ExpectRejections(ApiRoute route)
    {
        _requests?.With(new(ApiRoutes.MethodOf(route), route, Unknown, Failed, Unknown));
        _durations?.With(new(Unknown, route, Unknown));
        foreach (var kind in Enum.GetValues<ErrorKind>().Where(k => k <= ErrorKind.Internal))
            _errors?.With(new(kind, route, Unknown, Unknown));
    }

    /// <summary>Creates the series of a hook at 0.</summary>
    public void ExpectHook(IHook hook) => _hookFailures.With(new(hook.Name));

    public void RequestStarted() => _activeRequests?.Inc();

    /// <param name="request">The request.</param>
    /// <param name="status">The status of the provider's response; null if the request failed.</param>
    /// <param name="duration">The time from start to end.</param>
    public void RequestEnded(RequestInfo request, int? status, TimeSpan duration)
    {
        var text = status is { } code ? code.ToString(CultureInfo.InvariantCulture) : Failed;
        _requests?.With(new(request.Method, request.Route, ModelOf(request), text, ServiceOf(request))).Inc();
        _durations?.With(new(ModelOf(request), request.Route, ServiceOf(request))).Observe(duration.TotalSeconds);
        _activeRequests?.Dec();
    }

    public void TokensUsed(RequestInfo request, TokenUsage usage)
    {
        Count(TokenKind.Input, usage.Input);
        Count(TokenKind.Output, usage.Output);
        Count(TokenKind.CacheRead, usage.CacheRead);
        Count(TokenKind.CacheWrite, usage.CacheWrite);

        void Count(TokenKind kind, long tokens) => _tokens?.With(new(kind, ModelOf(request), ServiceOf(request))).Inc(tokens);
    }

    public void CostIncurred(RequestInfo request, RequestCost cost)
    {
        Count(TokenKind.Input, cost.Input);
        Count(TokenKind.Output, cost.Output);
        Count(TokenKind.CacheRead, cost.CacheRead);
        Count(TokenKind.CacheWrite, cost.CacheWrite);

        void Count(TokenKind kind, decimal dollars) => _cost?.With(new(ModelOf(request), kind, ServiceOf(request))).Inc((double)dollars);
    }

    public void ErrorOccurred(RequestInfo request, ErrorKind kind) =>
        _errors?.With(new(kind, request.Route, ModelOf(request), ServiceOf(request))).Inc();

    public void PoolClientAdded()
    {
        _clients?.Inc();
        _availableClients?.Inc();
    }

    public void PoolClientRemoved()
    {
        _clients?.Dec();
        _availableClients?.Dec();
    }

    public void PoolClientAcquired(TimeSpan wait)
    {
        _availableClients?.Dec();
        _activeClients?.Inc();
        _acquisitions?.Inc();
        _acquisitionDuration?.Observe(wait.TotalSeconds);
    }

    public void PoolClientReleased()
    {
        _activeClients?.Dec();
        _availableClients?.Inc();
        _releases?.Inc();
    }

    public void PoolConnectionCreated() => _connectionsCreated?.Inc();

    public void PoolConnectionClosed() => _connectionsClosed?.Inc();

    public void PoolHealthCheckFailed() => _healthCheckFailures?.Inc();

    public void HookEventDropped(HookEvent @event) => _droppedEvents.With(new(@event)).Inc();

    public void HookFailed(string hook) => _hookFailures.With(new(hook)).Inc();

    private static string ModelOf(RequestInfo request) => request.KnownModel ?? Unknown;

    private static string ServiceOf(RequestInfo request) => request.Provider ?? Unknown;

    private TDefinition Named<TDefinition>(TDefinition definition)
        where TDefinition : MetricDefinition => definition with { Name = _namespace + definition.Name[CcProxyDefinitions.DefaultNamespace.Length..] };
}
