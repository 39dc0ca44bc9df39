using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Proxy;

/// <summary>
/// Tells the hooks of one request: it starts when it is made, and ends in exactly one of COMPLETED and FAILED; what is said after its end is not
/// heard. Not thread-safe; a request is one thing after the other.
/// </summary>
internal sealed class TrackedRequest
{
    /// <summary>A longer name is not a label, whatever the provider makes of it.</summary>
    private const int LongestModel = 128;

    private readonly HookBus _bus;
    private readonly ProviderDirectory _directory;
    private readonly PriceTable _prices;
    private readonly TimeProvider _time;
    private readonly long _started;
    private RequestFacts _request;
    private ResponseFacts? _response;
    private long _sentAt;
    private long _streamedBytes;
    private bool _isStreaming;
    private bool _ended;

    public TrackedRequest(string id, ApiRoute route, HookBus bus, ProviderDirectory directory, PriceTable prices, TimeProvider time)
    {
        _bus = bus;
        _directory = directory;
        _prices = prices;
        _time = time;
        _started = time.GetTimestamp();
        _request = new RequestFacts(id, route, time.GetUtcNow());
        Publish(HookEvent.RequestStarted);
    }

    /// <summary>What the request is about is known.</summary>
    public void Identified(string? model, bool isStream) => _request = _request with
    {
        Model = model,
        IsStream = isStream,
        KnownModel = model is not null && _directory.Knows(model) ? model : null,
    };

    public void PreparedFor(Provider provider)
    {
        _request = _request with { Provider = provider.Name };
        Publish(HookEvent.ProviderRequestPrepared);
    }

    public void Sent()
    {
        _sentAt = _time.GetTimestamp();
        Publish(HookEvent.ProviderRequestSent);
    }

    public void Answered(int status, bool isStream)
    {
        _response = new ResponseFacts(status) { IsStream = isStream };
        if (status is >= 200 and < 300 && _request.Model is { Length: <= LongestModel } model)
            _request = _request with { KnownModel = model };
        _bus.Publish(Context(HookEvent.ProviderResponseReceived) with { Duration = _time.GetElapsedTime(_sentAt) });
        if (status >= 400)
            ProviderFailed(ErrorKinds.OfProviderStatus(status), null);
        _isStreaming = isStream;
        if (isStream)
            Publish(HookEvent.ProviderStreamStart);
    }

    public void Streamed(int bytes)
    {
        _streamedBytes += bytes;
        if (_bus.Listens(HookEvent.ProviderStreamChunk))
            _bus.Publish(Context(HookEvent.ProviderStreamChunk) with { Bytes = bytes });
    }

    /// <summary>The provider reported an error within its stream.</summary>
    public void StreamReportedError() => ProviderFailed(ErrorKind.ProviderStreamError, null);

    public void Complete(TokenUsage? usage) => End(HookEvent.RequestCompleted, usage, null, null);

    /// <summary>A request that has ended already has not failed.</summary>
    public void Fail(ErrorKind kind, Exception? exception, TokenUsage? usage = null)
    {
        if (_ended)
            return;
        if (kind is ErrorKind.ProviderConnection or ErrorKind.ProviderTimeout or ErrorKind.ProviderStreamCut)
        {
            // The request fails by it: there is no answer that could complete it.
            var response = _response;
            _response = null;
            ProviderFailed(kind, exception);
            _response = response;
        }
        End(HookEvent.RequestFailed, usage, kind, exception);
    }

    private void End(HookEvent @event, TokenUsage? usage, ErrorKind? kind, Exception? exception)
    {
        if (_ended)
            return;
        _ended = true;
        if (_response is not null && usage is { } tokens)
            _response = _response with { Usage = usage, Cost = _request.Model is { } model ? _prices.CostOf(model, tokens) : null };
        if (_isStreaming)
            _bus.Publish(Context(HookEvent.ProviderStreamEnd) with { Bytes = _streamedBytes, ErrorKind = kind });
        _bus.Publish(Context(@event) with { Duration = _time.GetElapsedTime(_started), ErrorKind = kind, Error = exception });
    }

    private void ProviderFailed(ErrorKind kind, Exception? exception) =>
        _bus.Publish(Context(HookEvent.ProviderError) with { ErrorKind = kind, Error = exception });

    private void Publish(HookEvent @event)
    {
        if (_bus.Listens(@event))
            _bus.Publish(Context(@event));
    }

    private HookContext Context(HookEvent @event) => _bus.Now(@event) with { Request = _request, Response = _response, Provider = _request.Provider };
}
