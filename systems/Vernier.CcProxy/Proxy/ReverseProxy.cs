using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Proxy;

/// <summary>Forwards requests to providers. Thread-safe.</summary>
/// <param name="bus">Publishes the events.</param>
/// <param name="directory">The providers.</param>
/// <param name="prices">The prices.</param>
/// <param name="forwarder">The forwarder.</param>
/// <param name="bodies">The memory for the request bodies in flight, and the limit of one.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log; it never contains a header or a body.</param>
internal sealed partial class ReverseProxy(
    HookBus bus, ProviderDirectory directory, PriceTable prices, HttpForwarder forwarder, BodyLimits bodies, TimeProvider time, ILogger<ReverseProxy> logger)
{
    /// <summary>Anthropic's clients send it with every request; on <c>/v1/models</c> it tells the two APIs apart.</summary>
    private const string AnthropicVersion = "anthropic-version";

    /// <summary>For requests that fail before a provider is selected.</summary>
    private const string AnyProvider = "(any)";

    private readonly OutageTracker _outages = new(time);

    public async Task HandleAsync(HttpContext http, ApiRoute route)
    {
        var shape = route == ApiRoute.Messages || http.Request.Headers.ContainsKey(AnthropicVersion) ? ApiShape.Anthropic : ApiShape.OpenAi;
        var tracker = new RequestTracker(http.TraceIdentifier, route, bus, directory, prices, time);
        using var observer = new ResponseObserver(tracker, bodies.Budget);
        // A page of any site can send other content types without asking first.
        if (route != ApiRoute.Models && !http.Request.HasJsonContentType())
        {
            var unsupported = new ProxyError(ErrorKind.UnsupportedContentType, "The content type must be application/json.");
            await FailAsync(http, shape, tracker, observer, unsupported, null).ConfigureAwait(false);
            return;
        }
        Provider? provider = null;
        ProxyError? error;
        try
        {
            // The path is that of the route; the query is the client's.
            if (RawTarget.Find(http) is null)
            {
                await FailAsync(http, shape, tracker, observer, new ProxyError(ErrorKind.Validation, RawTarget.Problem), null).ConfigureAwait(false);
                return;
            }
            var read = route == ApiRoute.Models ? default : await BufferedRequestBody.ReadAsync(http, bodies.Budget, bodies.MaxBytes).ConfigureAwait(false);
            using var body = read.Body;
            error = read.Outcome == BodyReadOutcome.Complete ? Identify(body, tracker, shape, out provider) : ProxyError.Of(read, bodies.MaxBytes);
            if (provider is not null)
                error = await ForwardAsync(http, route, body, provider, tracker, observer).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = http.RequestAborted.IsCancellationRequested
                ? ProxyError.Disconnected(exception)
                : new ProxyError(ErrorKind.Internal, "Internal proxy error.", exception);
        }

        if (error is null)
        {
            tracker.Complete(observer.Usage);
            LogRecovery(provider!.Name);
            LogRecovery(AnyProvider);
        }
        else
        {
            await FailAsync(http, shape, tracker, observer, error, provider).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what the request asks for, and selects its provider.</summary>
    private ProxyError? Identify(BufferedRequestBody? body, RequestTracker tracker, ApiShape shape, out Provider? provider)
    {
        provider = null;
        PromptRequest prompt = default;
        try
        {
            if (body is not null)
                prompt = PromptRequest.Parse(body.Bytes);
        }
        catch (JsonException exception)
        {
            return new ProxyError(ErrorKind.Validation, "The request body is not a JSON object.", exception);
        }
        tracker.Identified(prompt.Model, prompt.IsStream);
        provider = directory.Find(shape, prompt.Model);
        return provider is not null ? null
            : new ProxyError(ErrorKind.ModelNotFound, prompt.Model is null ? "No provider is configured." : "No provider serves this model.");
    }

    private async Task<ProxyError?> ForwardAsync(
        HttpContext http, ApiRoute route, BufferedRequestBody? body, Provider provider, RequestTracker tracker, ResponseObserver observer)
    {
        tracker.PreparedFor(provider);
        using var lease = await provider.Pool.AcquireAsync(http.RequestAborted).ConfigureAwait(false);
        if (lease is null)
            return new ProxyError(ErrorKind.ServiceUnavailable, "All clients for this provider are busy; retry later.");

        var address = provider.Address + ApiRoutes.PathOf(route) + http.Request.QueryString.ToUriComponent();
        using var request = ProviderConnections.CreateRequest(body is null ? HttpMethod.Get : HttpMethod.Post, address);
        request.Content = body?.CreateContent();
        provider.AddCredentials(request);
        tracker.Sent();
        var result = await forwarder.ForwardAsync(http, provider.Connections, request, provider.Forwarding, observer).ConfigureAwait(false);
        if (!result.IsSuccess)
            return ProxyError.Of(result);
        observer.Complete();
        return null;
    }

    private async Task FailAsync(HttpContext http, ApiShape shape, RequestTracker tracker, ResponseObserver observer, ProxyError error, Provider? provider)
    {
        if (error.Kind == ErrorKind.Internal)
            LogInternalError(error.Exception);
        else if (error.Status > 500 && _outages.Failed(provider?.Name ?? AnyProvider, error.Kind.ToString()))
            LogRequestFailed(error.Kind, provider?.Name ?? AnyProvider, error.Exception?.Message ?? error.Message);
        tracker.Fail(error, observer.Usage);

        // A client with a part of the response must see that it is incomplete, and one that seems to be gone must not see a success.
        var isStarted = http.Response.HasStarted;
        if (!isStarted)
            http.Response.StatusCode = error.Status;
        if (isStarted || error.Kind == ErrorKind.ClientDisconnected)
            http.Abort();
        else
            await ErrorResponse.WriteAsync(http, shape, error).ConfigureAwait(false);
    }

    private void LogRecovery(string provider)
    {
        if (_outages.Succeeded(provider) is { } outage)
            LogRequestsSucceed(provider, outage.Failures, outage.Duration);
    }

    [LoggerMessage(1, LogLevel.Warning, "A request to provider {Provider} failed ({Kind}): {Reason} (logged once per cause and outage)")]
    private partial void LogRequestFailed(ErrorKind kind, string provider, string reason);

    [LoggerMessage(3, LogLevel.Warning, "Requests to provider {Provider} succeed again; {Failures} failed within {Duration}.")]
    private partial void LogRequestsSucceed(string provider, long failures, TimeSpan duration);

    [LoggerMessage(2, LogLevel.Error, "Unhandled exception while proxying a request.")]
    private partial void LogInternalError(Exception? exception);
}

/// <summary>The limits of request bodies.</summary>
/// <param name="Budget">The memory for the bodies of all requests in flight.</param>
/// <param name="MaxBytes">The maximum size of one body.</param>
internal sealed record BodyLimits(BodyBudget Budget, long MaxBytes);
