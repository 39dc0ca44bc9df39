using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.Forwarding;

/// <summary>
/// Forwards HTTP requests: sends a client's request to a destination and the destination's response back, both bodies as they arrive. Failures are
/// returned as values. A failed request never ends as a success: its response gets <see cref="ForwarderResult.FailureStatus"/>, or its connection
/// is aborted if the response has started. Thread-safe.
/// </summary>
/// <param name="time">The clock of the timeouts.</param>
internal sealed class HttpForwarder(TimeProvider time)
{
    private readonly ActivityTimeout.Pool _timeouts = new(time);

    /// <summary>Forwards one request.</summary>
    /// <param name="http">The client's request and response.</param>
    /// <param name="client">
    /// The connections to the destination; it must return responses before their content is read, as an <see cref="HttpMessageInvoker"/> over a
    /// <see cref="SocketsHttpHandler"/> does. Turn off redirects, cookies and decompression in the handler.
    /// </param>
    /// <param name="request">
    /// The request to the destination: method, address, version, and headers that the caller sets itself. The client's headers are added. Without
    /// content it gets the client's body, if there is one. For a WebSocket, version 2.0 opens it with an extended CONNECT, another version with an upgrade.
    /// </param>
    /// <param name="options">The options.</param>
    /// <param name="observer">Observes the exchange; may be null.</param>
    /// <returns>The result. The memory of the request's content may be reused when the task has completed.</returns>
    public async Task<ForwarderResult> ForwardAsync(
        HttpContext http, HttpMessageInvoker client, HttpRequestMessage request, ForwarderOptions options, ForwarderObserver? observer = null)
    {
        WebSocketUpgrade? upgrade = null;
        if (options.AllowWebSockets && WebSocketUpgrade.TryCreate(http, out upgrade, out var refused) && upgrade is null)
        {
            Fail(http, refused);
            return refused;
        }
        if (RequestFraming.FindError(http) is { } ambiguous)
        {
            var failed = new ForwarderResult(ForwarderOutcome.RequestBodyClient, ambiguous);
            Fail(http, failed);
            return failed;
        }
        using var activity = _timeouts.Rent(options.ActivityTimeout, http.RequestAborted);
        if (upgrade is null && request.Content is null && CanHaveBody(http))
            request.Content = new StreamingRequestContent(http.Request, activity, observer is null ? null : observer.RequestBodySent);
        ProxyHeaders.CopyRequest(http.Request, request, options);
        upgrade?.Prepare(request);

        var result = await new ForwardedExchange(http, request, options, observer, activity, upgrade).RunAsync(client).ConfigureAwait(false);
        if (!result.IsSuccess)
            Fail(http, result);
        return result;
    }

    private static bool CanHaveBody(HttpContext http) =>
        http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody
        ?? (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0);

    private static void Fail(HttpContext http, ForwarderResult result)
    {
        if (http.Response.HasStarted)
        {
            // The client must see that its response is incomplete.
            http.Abort();
            return;
        }
        http.Response.Clear();
        http.Response.StatusCode = result.FailureStatus;
    }
}
