using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Outbound;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Forwards requests to the configured servers. Bodies are streamed in both directions.</summary>
internal sealed class GatewayEndpoint(ServerGateways servers, DicomWebOAuthMetrics metrics, ILogger<GatewayEndpoint> logger)
{
    /// <summary>HttpClient sends bodies up to this size even after the server rejected them, so they are buffered to be sent again.</summary>
    private const int MaxBufferedBody = 1024;

    private static readonly FrozenSet<string> Methods = new[]
    {
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly ForwarderOptions Options = new()
    {
        // A server may take minutes to respond to a large query.
        ActivityTimeout = TimeSpan.FromSeconds(300),
        // The token replaces the credentials of the client.
        ExcludedRequestHeaders = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Authorization"),
    };

    // The bodies are no larger than the headers that the server buffers for each request, so they need no limit in total.
    private readonly BodyBudget _budget = new(long.MaxValue);
    private readonly HttpForwarder _forwarder = new(metrics.Time);
    private readonly OutageTracker _outages = new(metrics.Time);

    public async Task InvokeAsync(HttpContext context)
    {
        if (servers.Find(context.GetRouteValue("name") as string) is not { } server)
        {
            await ProblemResponses.WriteUnknownServerAsync(context).ConfigureAwait(false);
            return;
        }

        if (!Methods.Contains(context.Request.Method))
        {
            context.Response.Headers.Allow = string.Join(", ", Methods.Order());
            await ProblemResponses.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "The gateway does not forward this method.").ConfigureAwait(false);
            return;
        }

        // The documented alias for storing.
        var isAlias = context.GetRouteValue("path") is "stow";
        if (TargetAddress.Find(context) is not { } found || TargetAddress.Create(server.Root, isAlias ? "studies" : found.Path, found.Query) is not { } target)
        {
            await ProblemResponses.WriteAsync(context, StatusCodes.Status400BadRequest, RawTarget.Problem).ConfigureAwait(false);
            return;
        }

        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        var result = await ForwardAsync(context, server, request).ConfigureAwait(false);
        if (!result.IsSuccess)
            await FailAsync(context, server, request, result).ConfigureAwait(false);
        else if (_outages.Succeeded(server.Name) is { } outage)
            logger.RequestsSucceed(server.Name, outage.Failures, outage.Duration);
    }

    private async Task<ForwarderResult> ForwardAsync(HttpContext context, ServerGateway server, HttpRequestMessage request)
    {
        if (context.Request.ContentLength is not (> 0 and <= MaxBufferedBody))
        {
            // The DICOMweb server limits the size: studies may have many gigabytes.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = null;
            return await _forwarder.ForwardAsync(context, server.Http, request, Options).ConfigureAwait(false);
        }

        var read = await BufferedRequestBody.ReadAsync(context, _budget, MaxBufferedBody).ConfigureAwait(false);
        using var body = read.Body;
        if (body is null)
            return new ForwarderResult(read.Outcome == BodyReadOutcome.Disconnected ? ForwarderOutcome.RequestCanceled : ForwarderOutcome.RequestBodyClient, read.Exception);
        request.Content = body.CreateContent();
        return await _forwarder.ForwardAsync(context, server.Http, request, Options).ConfigureAwait(false);
    }

    private async Task FailAsync(HttpContext context, ServerGateway server, HttpRequestMessage request, ForwarderResult result)
    {
        var failure = ForwardingFailure.Of(result, server.Root, Options.ActivityTimeout);
        OutboundCall.Of(request)?.End(failure.Error is null ? OutboundCall.Canceled : failure.Status);
        RequestMeasurement.SetStatus(context, failure.Status);
        if (failure.Error is { IsReported: false } error)
            Report(server, error, context.Response.HasStarted);
        // The forwarder aborted a response that had started.
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = failure.Status;
        if (context.RequestAborted.IsCancellationRequested)
            return;
        if (failure.Error is not null)
            await ProblemResponses.WriteAsync(context, failure.Error).ConfigureAwait(false);
        else if (failure.Status != ForwarderResult.ClientClosedRequest)
            await ProblemResponses.WriteAsync(context, failure.Status, failure.Detail).ConfigureAwait(false);
    }

    private void Report(ServerGateway server, DicomWebOAuthException error, bool isTruncated)
    {
        metrics.ErrorOccurred(server.Name, error.Error);
        if (error.Error == ErrorCode.InternalState)
            logger.ForwardingFailed(error.InnerException, server.Name);
        else if (!_outages.Failed(server.Name, $"{error.Error} {isTruncated}"))
            return;
        else if (isTruncated)
            logger.ResponseTruncated(server.Name, error.Message);
        else
            logger.RequestFailed(server.Name, error.Message);
    }
}
