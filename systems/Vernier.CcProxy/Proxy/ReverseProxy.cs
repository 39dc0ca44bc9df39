using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy.Proxy;

/// <summary>Carries requests to providers and their answers back. Thread-safe.</summary>
internal sealed class ReverseProxy(HookBus bus, ProviderDirectory directory, PriceTable prices, TimeProvider time, ILogger<ReverseProxy> logger)
{
    /// <summary>Anthropic's clients say its version on every request; that tells whose models a client wants to see.</summary>
    private const string AnthropicVersion = "anthropic-version";

    public async Task HandleAsync(HttpContext http, ApiRoute route)
    {
        var shape = route == ApiRoute.Messages || http.Request.Headers.ContainsKey(AnthropicVersion) ? ApiShape.Anthropic : ApiShape.OpenAi;
        var tracked = new TrackedRequest(http.TraceIdentifier, route, bus, directory, prices, time);
        try
        {
            var body = route == ApiRoute.Models ? null : await RequestBody.ReadAsync(http).ConfigureAwait(false);
            tracked.Identified(body?.Model, body?.IsStream ?? false);
            var provider = directory.Find(shape, body?.Model)
                ?? throw new ProxyException(ErrorKind.ModelNotFound, body?.Model is null ? "There is no provider." : "No provider serves this model.");
            await ForwardAsync(http, route, body, provider, tracked).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // What is wrong with the provider is told where it happens; this is what happens before, and what nobody foresaw.
            await FailAsync(http, shape, tracked, null, exception).ConfigureAwait(false);
        }
    }

    private async Task ForwardAsync(HttpContext http, ApiRoute route, RequestBody? body, Provider provider, TrackedRequest tracked)
    {
        tracked.PreparedFor(provider);
        using var lease = await provider.Pool.AcquireAsync(http.RequestAborted).ConfigureAwait(false)
            ?? throw new ProxyException(ErrorKind.ServiceUnavailable, "All clients for this provider are busy.");
        using var silence = new Silence(provider.Timeout, http.RequestAborted, time);
        using var request = CreateRequest(http, route, body, provider);
        var relay = new ResponseRelay(http, tracked, silence);
        try
        {
            tracked.Sent();
            using var answer = await SendAsync(lease.Client, request, silence).ConfigureAwait(false);
            await relay.RelayAsync(answer).ConfigureAwait(false);
            http.RequestAborted.ThrowIfCancellationRequested();
            tracked.Complete(relay.Usage);
        }
        catch (OperationCanceledException exception) when (silence.WasTooLong && !http.RequestAborted.IsCancellationRequested)
        {
            var tooSilent = new ProxyException(ErrorKind.ProviderTimeout, "The provider was silent for too long.", exception);
            await FailAsync(http, provider.Options.Api, tracked, relay, tooSilent, provider.Name).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await FailAsync(http, provider.Options.Api, tracked, relay, exception, provider.Name).ConfigureAwait(false);
        }
    }

    private static HttpRequestMessage CreateRequest(HttpContext http, ApiRoute route, RequestBody? body, Provider provider)
    {
        var request = new HttpRequestMessage(
            body is null ? HttpMethod.Get : HttpMethod.Post,
            $"{provider.Address}{ApiRoutes.PathOf(route)}{http.Request.QueryString.ToUriComponent()}");
        if (body is not null)
            request.Content = new ReadOnlyMemoryContent(body.Bytes);
        ProviderHeaders.Copy(http.Request, request, provider.Options);
        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(UpstreamClient client, HttpRequestMessage request, Silence silence)
    {
        try
        {
            var answer = await client.SendAsync(request, silence.Token).ConfigureAwait(false);
            silence.Broken();
            return answer;
        }
        catch (HttpRequestException exception)
        {
            throw new ProxyException(ErrorKind.ProviderConnection, "The provider cannot be reached, or its answer makes no sense.", exception);
        }
    }

    private async Task FailAsync(HttpContext http, ApiShape shape, TrackedRequest tracked, ResponseRelay? relay, Exception exception, string provider = "")
    {
        var kind = http.RequestAborted.IsCancellationRequested || exception is ConnectionResetException
            ? ErrorKind.ClientDisconnected
            : (exception as ProxyException)?.Kind ?? ErrorKind.Internal;
        if (kind == ErrorKind.Internal)
            ProxyLog.InternalError(logger, exception);
        else if (ErrorKinds.StatusOf(kind) > 500)
            ProxyLog.RequestFailed(logger, kind, provider, exception.InnerException?.Message ?? exception.Message);
        tracked.Fail(kind, exception, relay?.Usage);

        // A client that has a part of the answer must see that it is not the whole: the connection breaks.
        if (http.Response.HasStarted)
            http.Abort();
        else if (kind != ErrorKind.ClientDisconnected)
            await ErrorAnswer.WriteAsync(http, shape, kind, exception is ProxyException ? exception.Message : "The proxy has an error.").ConfigureAwait(false);
    }
}
