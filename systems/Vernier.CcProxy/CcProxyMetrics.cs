using System.Globalization;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Labels;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy;

/// <summary>
/// Records what the proxy does; the only class here that touches instruments. Families whose switch is off do not exist, so that no figure of
/// theirs is half true. <see cref="MetricsHook"/> calls it. Thread-safe.
/// </summary>
internal sealed class CcProxyMetrics
{
    public const string Unknown = "unknown";

    private const string Failed = "error";

    private readonly string _namespace;
    private readonly CounterFamily<RequestLabels>? _requests;
    private readonly HistogramFamily<DurationLabels>? _durations;
    private readonly Gauge? _active;
    private readonly CounterFamily<TokenLabels>? _tokens;
    private readonly CounterFamily<CostLabels>? _cost;
    private readonly CounterFamily<ErrorLabels>? _errors;
    private readonly CounterFamily<HookEventLabels> _dropped;
    private readonly CounterFamily<HookLabels> _hookFailures;

    /// <summary>Registers the families.</summary>
    /// <exception cref="MetricClashException">The registry has these families already.</exception>
    public CcProxyMetrics(MetricRegistry registry, CcProxyOptions options, string version)
    {
        _namespace = options.Namespace;
        if (options.CollectRequestMetrics)
        {
            _requests = registry.Counter(Named(CcProxyCatalog.RequestsTotal));
            _durations = registry.Histogram(Named(CcProxyCatalog.ResponseDuration) with { Buckets = options.HistogramBuckets });
            _active = registry.Gauge(Named(CcProxyCatalog.ActiveRequests));
        }
        if (options.CollectTokenMetrics)
            _tokens = registry.Counter(Named(CcProxyCatalog.Tokens));
        if (options.CollectCostMetrics)
            _cost = registry.Counter(Named(CcProxyCatalog.Cost));
        if (options.CollectErrorMetrics)
            _errors = registry.Counter(Named(CcProxyCatalog.Errors));
        if (options.CollectPoolMetrics)
            Pool = new PoolMetrics(registry, Named);

        _dropped = registry.Counter(CcProxyCatalog.HookEventsDropped);
        _hookFailures = registry.Counter(CcProxyCatalog.HookFailures);
        foreach (var @event in Enum.GetValues<HookEvent>())
            _dropped.With(new(@event));
        registry.Info(Named(CcProxyCatalog.Info)).Set(new(version, MetricsEnabled: true));
        registry.Gauge(CcProxyCatalog.Up with { ConstantLabels = [new("job", _namespace)] }).Set(1);
    }

    /// <summary>What is recorded of the pool; null when its switch is off.</summary>
    public PoolMetrics? Pool { get; }

    /// <summary>Requests for this model will come: their series exist at 0 from now on.</summary>
    public void Expect(string provider, ApiRoute route, string model, bool isPriced)
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

    /// <summary>Requests will come that reach no provider, because they make no sense or nobody serves their model.</summary>
    public void ExpectRefusals(ApiRoute route)
    {
        _requests?.With(new(ApiRoutes.MethodOf(route), route, Unknown, Failed, Unknown));
        _durations?.With(new(Unknown, route, Unknown));
        foreach (var kind in Enum.GetValues<ErrorKind>().Where(k => k <= ErrorKind.Internal))
            _errors?.With(new(kind, route, Unknown, Unknown));
    }

    /// <summary>A hook is there: its series exists at 0 from now on.</summary>
    public void Expect(IHook hook) => _hookFailures.With(new(hook.Name));

    public void RequestStarted() => _active?.Inc();

    /// <summary>A request has ended; without a status it failed.</summary>
    public void RequestEnded(RequestFacts request, int? status, TimeSpan duration)
    {
        var text = status is { } code ? code.ToString(CultureInfo.InvariantCulture) : Failed;
        _requests?.With(new(request.Method, request.Route, ModelOf(request), text, ServiceOf(request))).Inc();
        _durations?.With(new(ModelOf(request), request.Route, ServiceOf(request))).Observe(duration.TotalSeconds);
        _active?.Dec();
    }

    public void TokensUsed(RequestFacts request, TokenUsage usage)
    {
        Count(TokenKind.Input, usage.Input);
        Count(TokenKind.Output, usage.Output);
        Count(TokenKind.CacheRead, usage.CacheRead);
        Count(TokenKind.CacheWrite, usage.CacheWrite);

        void Count(TokenKind kind, long tokens) => _tokens?.With(new(kind, ModelOf(request), ServiceOf(request))).Inc(tokens);
    }

    public void MoneySpent(RequestFacts request, RequestCost cost)
    {
        Count(TokenKind.Input, cost.Input);
        Count(TokenKind.Output, cost.Output);
        Count(TokenKind.CacheRead, cost.CacheRead);
        Count(TokenKind.CacheWrite, cost.CacheWrite);

        void Count(TokenKind kind, decimal dollars) => _cost?.With(new(ModelOf(request), kind, ServiceOf(request))).Inc((double)dollars);
    }

    public void ErrorHappened(RequestFacts request, ErrorKind kind) =>
        _errors?.With(new(kind, request.Route, ModelOf(request), ServiceOf(request))).Inc();

    public void HookEventDropped(HookEvent @event) => _dropped.With(new(@event)).Inc();

    public void HookFailed(string hook) => _hookFailures.With(new(hook)).Inc();

    private static string ModelOf(RequestFacts request) => request.KnownModel ?? Unknown;

    private static string ServiceOf(RequestFacts request) => request.Provider ?? Unknown;

    private TDefinition Named<TDefinition>(TDefinition definition)
        where TDefinition : MetricDefinition => definition with { Name = _namespace + definition.Name[CcProxyCatalog.DefaultNamespace.Length..] };
}
