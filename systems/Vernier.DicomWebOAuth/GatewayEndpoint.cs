using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Forwarding;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth;

/// <summary>Forwards a request to a configured server. Both bodies pass through as they come; no more than a buffer of either is held.</summary>
internal sealed class GatewayEndpoint(ServerGateways servers, DicomWebOAuthMetrics metrics, ILogger<GatewayEndpoint> logger)
{
    public const string Pattern = "/oauth-dicom-web/servers/{name}/{**path}";

    private const int BufferSize = 64 * 1024;

    private static readonly HashSet<string> Methods = new(StringComparer.OrdinalIgnoreCase)
    {
        HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options,
    };

    /// <summary>The token takes the place of the caller's credentials.</summary>
    private static readonly HashSet<string> OwnHeaders = new(StringComparer.OrdinalIgnoreCase) { "Authorization" };

    public async Task InvokeAsync(HttpContext context)
    {
        if (servers.Find(context.GetRouteValue("name") as string) is not { } server)
        {
            await Answer.UnknownServerAsync(context).ConfigureAwait(false);
            return;
        }

        if (!Methods.Contains(context.Request.Method))
        {
            context.Response.Headers.Allow = string.Join(", ", Methods);
            await Answer.ProblemAsync(context, StatusCodes.Status405MethodNotAllowed, "The gateway does not forward this method.").ConfigureAwait(false);
            return;
        }

        // The other name of the document for storing.
        var path = context.GetRouteValue("path") is "stow" ? "studies" : WrittenPath(context);
        if (TargetAddress.Of(server.Root, path, context.Request.QueryString) is not { } target)
        {
            await Answer.ProblemAsync(context, StatusCodes.Status400BadRequest, "The path leads out of the server's DICOMweb service.").ConfigureAwait(false);
            return;
        }

        try
        {
            await ForwardAsync(context, server, target).ConfigureAwait(false);
        }
        catch (DicomWebOAuthException failure)
        {
            if (!failure.IsLogged)
                logger.RequestFailed(server.Name, failure.Message);
            await Answer.ErrorAsync(context, failure).ConfigureAwait(false);
        }
        catch (CallerException caller) when (caller.InnerException is BadHttpRequestException bad && !context.RequestAborted.IsCancellationRequested)
        {
            await Answer.ProblemAsync(context, bad.StatusCode, "The request's body cannot be read.").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is CallerException || context.RequestAborted.IsCancellationRequested)
        {
            RequestOutcome.Set(context, OutboundHandler.GivenUp);
        }
        catch (Exception fault)
        {
            metrics.Failed(server.Name, ErrorCode.InternalState);
            logger.Fault(fault, server.Name);
            await Answer.ErrorAsync(context, new DicomWebOAuthException(ErrorCode.InternalState, "")).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The path below the server as the client wrote it: routing decodes %252F to the same text as %2F, so that what it gives cannot be encoded again.
    /// </summary>
    private static string WrittenPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        // A target may be a whole URL (RFC 9112, section 3.2.2).
        if (!target.StartsWith('/'))
            target = "/" + string.Join('/', target.Split('/').Skip(3));
        var before = Pattern.Split("{**path}")[0].Count(c => c == '/') + (context.Request.PathBase.Value ?? "").Count(c => c == '/');
        return string.Join('/', target.Split('/').Skip(before));
    }

    private async Task ForwardAsync(HttpContext context, ServerGateway server, Uri target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), target);
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            // Studies have many gigabytes; it is the DICOMweb server that knows what is too much.
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = null;
            request.Content = await RequestBody.OfAsync(context.Request).ConfigureAwait(false);
        }

        PassedHeaders.Copy(context.Request, request, except: OwnHeaders);
        using var response = await server.Http.SendAsync(request, context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = (int)response.StatusCode;
        PassedHeaders.Copy(response, context.Response);
        await CopyBodyAsync(response, context, server).ConfigureAwait(false);
    }

    private async Task CopyBodyAsync(HttpResponseMessage response, HttpContext context, ServerGateway server)
    {
        using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (int read; (read = await ReadAsync(body, buffer, context, server).ConfigureAwait(false)) > 0;)
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted).ConfigureAwait(false);
        }
        catch (DicomWebOAuthException broken) when (context.Response.HasStarted)
        {
            // The status is gone already, so that the end of the connection has to say it.
            logger.AnswerBroke(server.Name, broken.Message);
            RequestOutcome.Set(context, broken.Description.Status);
            context.Abort();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadAsync(Stream body, byte[] buffer, HttpContext context, ServerGateway server)
    {
        using var limit = new CancellationTokenSource(ServerGateway.Patience, metrics.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.RequestAborted);
        DicomWebOAuthException failure;
        try
        {
            return await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            failure = NetworkFailure.Timeout(server.Root, ServerGateway.Patience);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException && !context.RequestAborted.IsCancellationRequested)
        {
            failure = NetworkFailure.Of(broken, server.Root);
        }

        metrics.Failed(server.Name, failure.Error);
        throw failure;
    }
}
