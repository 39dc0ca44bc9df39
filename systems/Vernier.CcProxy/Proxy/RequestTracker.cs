using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Proxy;

/// <summary>
/// Publishes the hook events of one request. It publishes exactly one of REQUEST_COMPLETED and REQUEST_FAILED; later calls are ignored. Not
/// thread-safe.
/// </summary>
internal sealed class RequestTracker
{
    /// <summary>A longer model name is never a label value, even if the provider accepts it.</summary>
    private const int MaxModelLength = 128;

    private readonly HookBus _bus;
    private readonly ProviderDirectory _directory;
    private readonly PriceTable _prices;
    private readonly TimeProvider _time;
    private readonly long _started;
    private RequestInfo _request;
    private ResponseInfo? _response;
    private long _sent;
    private long _streamedBytes;
    private bool _isStreaming;
    private bool _hasEnded;

    public RequestTracker(string id, ApiRoute route, HookBus bus, ProviderDirectory directory, PriceTable prices, TimeProvider time)
    {
        _bus = bus;
        _directory = directory;
        _prices = prices;
        _time = time;
        _started = time.GetTimestamp();
        _request = new RequestInfo(id, route, time.GetUtcNow());
        Publish(HookEvent.RequestStarted);
    }

    /// <summary>Sets what the request asks for.</summary>
    public void Identified(string? model, bool isStream) => _request = _request with
    {
        Model = model,
        IsStream = isStream,
        KnownModel = model is not null && _directory.IsKnown(model) ? model : null,
    };

    public void PreparedFor(Provider provider)
    {
        _request = _request with { Provider = provider.Name };
        Publish(HookEvent.ProviderRequestPrepared);
    }

    public void Sent()
    {
        _sent = _time.GetTimestamp();
        Publish(HookEvent.ProviderRequestSent);
    }

    public void ResponseReceived(int status, bool isStream)
    {
        _response = new ResponseInfo(status) { IsStream = isStream };
        if (status is >= 200 and < 300 && _request.Model is { Length: <= MaxModelLength } model)
            _request = _request with { KnownModel = model };
        _bus.Publish(Context(HookEvent.ProviderResponseReceived) with { Duration = _time.GetElapsedTime(_sent) });
        if (status >= 400)
            ProviderFailed(ProxyError.OfProviderStatus(status));
        _isStreaming = isStream;
        if (isStream)
            Publish(HookEvent.ProviderStreamStart);
    }

    public void ChunkSent(int bytes)
    {
        if (!_isStreaming)
            return;
        _streamedBytes += bytes;
        if (_bus.HasListeners(HookEvent.ProviderStreamChunk))
            _bus.Publish(Context(HookEvent.ProviderStreamChunk) with { Bytes = bytes });
    }

    /// <summary>The provider reported an error as an event of its stream.</summary>
    public void StreamErrorReported() => ProviderFailed(ErrorKind.ProviderStreamError);

    public void Complete(TokenUsage? usage) => End(HookEvent.RequestCompleted, usage, null);

    public void Fail(ProxyError error, TokenUsage? usage)
    {
        if (_hasEnded)
            return;
        if (error.IsProvider)
            _bus.Publish(Context(HookEvent.ProviderError) with { ErrorKind = error.Kind, Error = error.Exception, IsFinal = true });
        End(HookEvent.RequestFailed, usage, error);
    }

    private void End(HookEvent @event, TokenUsage? usage, ProxyError? error)
    {
        if (_hasEnded)
            return;
        _hasEnded = true;
        if (_response is not null && usage is { } tokens)
            _response = _response with { Usage = usage, Cost = _request.Model is { } model ? _prices.CostOf(model, tokens) : null };
        if (_isStreaming)
            _bus.Publish(Context(HookEvent.ProviderStreamEnd) with { Bytes = _streamedBytes, ErrorKind = error?.Kind });
        _bus.Publish(Context(@event) with { Duration = _time.GetElapsedTime(_started), ErrorKind = error?.Kind, Error = error?.Exception, IsFinal = true });
    }

    private void ProviderFailed(ErrorKind kind) => _bus.Publish(Context(HookEvent.ProviderError) with { ErrorKind = kind });

    private void Publish(HookEvent @event)
    {
        if (_bus.HasListeners(@event))
            _bus.Publish(Context(@event));
    }

    private HookContext Context(HookEvent @event) => _bus.CreateContext(@event) with { Request = _request, Response = _response, Provider = _request.Provider };
}
