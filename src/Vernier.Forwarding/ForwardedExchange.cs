using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Vernier.Forwarding;

/// <summary>One request on its way to the destination and back. Not thread-safe.</summary>
internal sealed class ForwardedExchange(
    HttpContext http, HttpRequestMessage request, ForwarderOptions options, ForwarderObserver? observer, ActivityTimeout activity, WebSocketUpgrade? upgrade)
{
    private readonly ForwardedContent? _content = request.Content as ForwardedContent;
    private readonly StreamingRequestContent? _streamed = request.Content as StreamingRequestContent;
    private int? _status;
    private long _responseBytes;

    private bool IsClientGone => http.RequestAborted.IsCancellationRequested;

    public async Task<ForwarderResult> RunAsync(HttpMessageInvoker client)
    {
        ForwarderResult result = default;
        HttpResponseMessage? response = null;
        try
        {
            response = await client.SendAsync(request, activity.Token).ConfigureAwait(false);
            activity.Reset();
            _status = (int)response.StatusCode;
            if (observer?.Reject(response) is { } reason)
                result = new ForwarderResult(ForwarderOutcome.ResponseRejected, reason);
            else if (upgrade?.Evaluate(response) == HandshakeResponse.Accepted)
                return await RunWebSocketAsync(response, upgrade).ConfigureAwait(false);
            else
                result = await RelayAsync(response).ConfigureAwait(false);
        }
        catch (Exception exception) when (response is null)
        {
            await StopSendingAsync().ConfigureAwait(false);
            result = OfRequest(exception);
        }
        finally
        {
            // Before the response is disposed, which would end a body that is still being sent.
            await StopSendingAsync().ConfigureAwait(false);
            response?.Dispose();
        }
        return result with { StatusCode = _status, RequestBytes = _streamed?.Result?.Bytes ?? 0, ResponseBytes = _responseBytes };
    }

    private async Task<ForwarderResult> RunWebSocketAsync(HttpResponseMessage response, WebSocketUpgrade accepted)
    {
        observer?.ResponseReceived(response);
        ProxyHeaders.CopyResponse(response, http.Response);
        ForwarderResult result;
        try
        {
            var (client, destination) = await accepted.OpenAsync(response, activity.Token).ConfigureAwait(false);

            // The request counts as aborted when an HTTP/1.1 client has ended its data; what it sent before is still in the stream.
            activity.Unlink();
            activity.Restart(options.WebSocketIdleTimeout);
            result = await Tunnel.RunAsync(client, destination, activity, observer).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            result = new ForwarderResult(IsClientGone ? ForwarderOutcome.TunnelClient : ForwarderOutcome.TunnelDestination, exception);
        }
        return result with { StatusCode = http.Response.StatusCode, IsUpgraded = true };
    }

    private async ValueTask<ForwarderResult> RelayAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode == StatusCodes.Status101SwitchingProtocols || upgrade?.Evaluate(response) == HandshakeResponse.Invalid)
        {
            var exception = new HttpRequestException($"The destination responded with status {_status} to a request without, or with another, upgrade.");
            return new ForwarderResult(ForwarderOutcome.ResponseHeaders, exception);
        }
        if (ResponseFraming.FindError(response) is { } framing)
            return new ForwarderResult(ForwarderOutcome.ResponseHeaders, new HttpRequestException($"The response of the destination is invalid: it has {framing}."));
        if (!options.AllowDuplex && response.IsSuccessStatusCode)
        {
            var early = await CompleteRequestBodyAsync(drains: true).ConfigureAwait(false);
            if (!early.IsSuccess)
                return early;
            if (IsClientGone)
                return new ForwarderResult(ForwarderOutcome.RequestCanceled, new OperationCanceledException(http.RequestAborted));
        }

        observer?.ResponseReceived(response);
        http.Response.StatusCode = (int)response.StatusCode;
        ProxyHeaders.CopyResponse(response, http.Response);
        var copied = await CopyBodyAsync(response).ConfigureAwait(false);
        if (copied.End != CopyEnd.Complete)
        {
            await StopSendingAsync().ConfigureAwait(false);
            return OfResponseBody(copied);
        }
        ProxyHeaders.CopyTrailers(response, http.Response);
        var late = await CompleteRequestBodyAsync(drains: false).ConfigureAwait(false);
        return late.IsSuccess && IsClientGone ? new ForwarderResult(ForwarderOutcome.ResponseBodyClient) : late;
    }

    private async ValueTask<CopyResult> CopyBodyAsync(HttpResponseMessage response)
    {
        CopyResult copied;
        try
        {
            var body = await response.Content.ReadAsStreamAsync(activity.Token).ConfigureAwait(false);

            // A response of unknown length may be a stream of events whose first one comes much later than the headers.
            var isStream = response.Content.Headers.ContentLength is null;
            CopiedBytes? sent = observer is null ? null : observer.ResponseBodySent;
            copied = await StreamCopier.CopyAsync(body, http.Response.Body, activity, isStream, sent, activity.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            copied = new CopyResult(CopyEnd.Source, 0, exception);
        }
        _responseBytes = copied.Bytes;
        return copied;
    }

    /// <summary>Waits until the request body is complete.</summary>
    /// <param name="drains">Whether to read what the destination did not take, so that a broken body is found.</param>
    private async ValueTask<ForwarderResult> CompleteRequestBodyAsync(bool drains)
    {
        if (_content is not null)
            await _content.WhenIdleAsync().ConfigureAwait(false);
        if (_streamed is not null && drains)
            await _streamed.DrainAsync().ConfigureAwait(false);

        // A destination may respond without taking the whole body; only the client's part can fail here.
        return OfRequestBody() ?? default;
    }

    private async ValueTask StopSendingAsync()
    {
        if (_content is null || _content.IsIdle)
            return;
        activity.Cancel();
        await _content.WhenIdleAsync().ConfigureAwait(false);
    }

    /// <summary>The failure of the client to send its body; null if it did not fail.</summary>
    private ForwarderResult? OfRequestBody() => _streamed?.Result switch
    {
        null or { End: not CopyEnd.Source } => null,
        { Exception: OperationCanceledException exception } when activity.IsTimedOut =>
            new ForwarderResult(ForwarderOutcome.RequestBodyClientTimedOut, exception),
        { Exception: OperationCanceledException } when !IsClientGone => null,

        // Kestrel reports a reset here before it cancels RequestAborted.
        { Exception: OperationCanceledException or ConnectionResetException or ConnectionAbortedException } gone =>
            new ForwarderResult(ForwarderOutcome.RequestCanceled, gone.Exception),
        { } failed => new ForwarderResult(ForwarderOutcome.RequestBodyClient, failed.Exception),
    };

    private ForwarderResult OfRequest(Exception exception)
    {
        if (OfRequestBody() is { } failure)
            return failure;
        if (IsClientGone)
            return new ForwarderResult(ForwarderOutcome.RequestCanceled, exception);
        if (activity.IsTimedOut)
            return new ForwarderResult(ForwarderOutcome.RequestTimedOut, exception);
        return new ForwarderResult(
            exception switch
            {
                // The connect timeout of the handler.
                OperationCanceledException => ForwarderOutcome.RequestTimedOut,
                _ when _streamed?.Result is { End: CopyEnd.Destination } => ForwarderOutcome.RequestBodyDestination,
                HttpRequestException
                {
                    HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError
                        or HttpRequestError.ProxyTunnelError or HttpRequestError.VersionNegotiationError,
                } => ForwarderOutcome.Request,
                HttpRequestException or IOException => ForwarderOutcome.ResponseHeaders,
                _ => ForwarderOutcome.Request,
            },
            exception);
    }

    private ForwarderResult OfResponseBody(CopyResult copied)
    {
        // The destination ends its response when the request body breaks.
        if (OfRequestBody() is { } failure)
            return failure;
        var isClient = copied.End == CopyEnd.Destination;
        return new ForwarderResult(
            activity.IsTimedOut ? isClient ? ForwarderOutcome.ResponseBodyClientTimedOut : ForwarderOutcome.ResponseBodyTimedOut
                : isClient || IsClientGone ? ForwarderOutcome.ResponseBodyClient
                : ForwarderOutcome.ResponseBodyDestination,
            copied.Exception);
    }
}
