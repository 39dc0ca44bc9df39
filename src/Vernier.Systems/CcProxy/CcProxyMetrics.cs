using System.Globalization;
using Vernier.Definitions;
using Vernier.Instruments;
using Vernier.Registry;
using Vernier.Systems.CcProxy.Api;
using Vernier.Systems.CcProxy.Hooks;
using Vernier.Systems.CcProxy.Labels;
using Vernier.Systems.CcProxy.Pricing;
using Vernier.Systems.CcProxy.Usage;

namespace Vernier.Systems.CcProxy;

/// <summary>
/// Records what the proxy does; the only class here that touches instruments. Families whose switch is off do not exist, so that no figure of
/// theirs is half true. <see cref="MetricsHook"/> calls it. Thread-safe.
/// </summary>
internal sealed class CcProxyMetrics
{
    public const string Unknown = "unknown";

    private const string Failed = "error";

    private readonly string _namespace;
    private readonly Counter<RequestLabels>? _requests;
    private readonly Histogram<DurationLabels>? _durations;
    private readonly Gauge? _active;
    private readonly Counter<TokenLabels>? _tokens;
    private readonly Counter<CostLabels>? _cost;
    private readonly Counter<ErrorLabels>? _errors;
    private readonly Counter<HookEventLabels> _dropped;
    private readonly Counter<HookLabels> _hookFailures;

    /// <summary>Registers the families.</summary>
    /// <exception cref="MetricClashException">The registry has these families already.</exception>
    public CcProxyMetrics(MetricRegistry registry, CcProxyOptions options, string version)
    {
        _namespace = options.Namespace;
        if (options.CollectRequestMetrics)
        {
            _requests = registry.Counter(Named(CcProxyCatalogue.RequestsTotal));
            _durations = registry.Histogram(Named(CcProxyCatalogue.ResponseDuration) with { Buckets = options.HistogramBuckets });
            _active = registry.Gauge(Named(CcProxyCatalogue.ActiveRequests));
        }
        if (options.CollectTokenMetrics)
            _tokens = registry.Counter(Named(CcProxyCatalogue.Tokens));
        if (options.CollectCostMetrics)
            _cost = registry.Counter(Named(CcProxyCatalogue.Cost));
        if (options.CollectErrorMetrics)
            _errors = registry.Counter(Named(CcProxyCatalogue.Errors));
        if (options.CollectPoolMetrics)
            Pool = new PoolMetrics(registry, Named);

        _dropped = registry.Counter(CcProxyCatalogue.HookEventsDropped);
        _hookFailures = registry.Counter(CcProxyCatalogue.HookFailures);
        foreach (HookEvent @event in Enum.GetValues<HookEvent>())
            _dropped.With(new(@event));
        registry.Info(Named(CcProxyCatalogue.Info)).Set(new(version, MetricsEnabled: true));
        registry.Gauge(CcProxyCatalogue.Up with { ConstantLabels = [new("job", _namespace)] }).Set(1);
    }

    /// <summary>What is recorded of the pool; null when its switch is off.</summary>
    public PoolMetrics? Pool { get; }

    /// <summary>Requests for this model will come: their series exist at 0 from now on.</summary>
    public void Expect(string provider, ApiRoute route, string model, bool isPriced)
    {
        foreach (string status in (ReadOnlySpan<string>)["200", Failed])
            _requests?.With(new(ApiRoutes.MethodOf(route), route, model, status, provider));
        _durations?.With(new(model, route, provider));
        foreach (ErrorKind kind in Enum.GetValues<ErrorKind>())
            _errors?.With(new(kind, route, model, provider));
        if (route == ApiRoute.Models)
            return;
        foreach (TokenKind kind in Enum.GetValues<TokenKind>())
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
        foreach (ErrorKind kind in Enum.GetValues<ErrorKind>().Where(k => k <= ErrorKind.Internal))
            _errors?.With(new(kind, route, Unknown, Unknown));
    }

    /// <summary>A hook is there: its series exists at 0 from now on.</summary>
    public void Expect(IHook hook) => _hookFailures.With(new(hook.Name));

    public void RequestStarted() => _active?.Inc();

    /// <summary>A request has ended; without a status it failed.</summary>
    public void RequestEnded(RequestFacts request, int? status, TimeSpan duration)
    {
        string text = status is { } code ? code.ToString(CultureInfo.InvariantCulture) : Failed;
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
        where TDefinition : MetricDefinition => definition with { Name = _namespace + definition.Name[CcProxyCatalogue.DefaultNamespace.Length..] };
}
