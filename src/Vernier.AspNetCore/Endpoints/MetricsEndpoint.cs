using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Vernier.Exposition;

namespace Vernier.AspNetCore.Endpoints;

/// <summary>Answers scrapes. An answer is either complete, or an error: all is in memory before its first byte is sent.</summary>
internal sealed class MetricsEndpoint(Exposer exposer, TimeProvider time, ILogger<MetricsEndpoint> logger)
{
    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern) => endpoints
        .MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], AnswerAsync)
        .WithDisplayName("Metrics")
        .WithMetadata(ScrapeEndpointMetadata.Instance);

    private async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            using var rendered = await RenderAsync(context).ConfigureAwait(false);
            if (rendered is not null)
                await SendAsync(context, rendered).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The scraper went away: there is nobody left to answer, and nothing is wrong here.
        }
    }

    /// <summary>The metrics; null when the answer was an error.</summary>
    private async Task<RenderedMetrics?> RenderAsync(HttpContext context)
    {
        var timeout = ScrapeTimeout.Of(context.Request.Headers[ScrapeTimeout.HeaderName]);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            return await RenderAsync(context.Request, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            EndpointLog.ScrapeTimedOut(logger, timeout.TotalSeconds);
            await ProblemResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, FormattableString.Invariant(
                $"The metrics were not ready within {timeout.TotalSeconds} s: what {ScrapeTimeout.HeaderName} allows, less a margin, or the longest wait without it.")).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            EndpointLog.ScrapeFailed(logger, exception);
            await ProblemResponse.WriteAsync(context, StatusCodes.Status500InternalServerError,
                "The metrics could not be written; the application's log says why.").ConfigureAwait(false);
        }
        return null;
    }

    private async Task<RenderedMetrics> RenderAsync(HttpRequest request, CancellationToken cancellation)
    {
        // What callbacks record while they are read does not belong to the scrape's own trace. It is current again when this method returns.
        Activity.Current = null;
        var format = exposer.Negotiate(request.Headers.Accept.ToString());
        var names = request.Query["name[]"];
        var wanted = names.Count == 0 ? null : names.OfType<string>().ToHashSet();
        return await (AcceptEncoding.PrefersGzip(request.Headers.AcceptEncoding)
            ? exposer.RenderGzipAsync(format, wanted, cancellation)
            : exposer.RenderAsync(format, wanted, cancellation)).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, RenderedMetrics rendered)
    {
        var response = context.Response;
        response.ContentType = rendered.Format.ContentType;
        response.Headers.AppendCommaSeparatedValues("Vary", "Accept", "Accept-Encoding");
        response.ContentLength = rendered.Length;
        if (rendered.IsGzip)
            response.Headers.ContentEncoding = "gzip";
        if (!HttpMethods.IsHead(context.Request.Method))
            await rendered.CopyToAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
    }
}
