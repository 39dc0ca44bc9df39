using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Exposition;

namespace Vernier.AspNetCore.Endpoints;

/// <summary>Responds to scrapes. A response is either complete or an error: it is rendered in memory before its first byte is sent.</summary>
internal sealed class MetricsEndpoint(Exposer exposer, TimeProvider time, ILogger<MetricsEndpoint> logger)
{
    private const string Scrapes = "scrapes";

    private readonly OutageTracker _outages = new(time);

    public IEndpointConventionBuilder Map(IEndpointRouteBuilder endpoints, string pattern) => endpoints
        .MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], RespondAsync)
        .WithDisplayName("Metrics")
        .WithMetadata(ScrapeEndpointMetadata.Instance);

    private async Task RespondAsync(HttpContext context)
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
            // The scraper disconnected, so no response is possible.
        }
    }

    /// <summary>Renders the metrics. Returns null after an error response.</summary>
    private async Task<RenderedMetrics?> RenderAsync(HttpContext context)
    {
        var timeout = ScrapeTimeout.Of(context.Request.Headers[ScrapeTimeout.HeaderName]);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        try
        {
            var rendered = await StartRendering(context.Request, either.Token).ConfigureAwait(false);
            if (_outages.Succeeded(Scrapes) is { } outage)
                EndpointLog.ScrapesSucceed(logger, outage.Failures, outage.Duration);
            return rendered;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            if (_outages.Failed(Scrapes, "timeout"))
                EndpointLog.ScrapeTimedOut(logger, timeout.TotalSeconds);
            await ProblemResponse.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, FormattableString.Invariant(
                $"Metrics were not ready within {timeout.TotalSeconds} s ({ScrapeTimeout.HeaderName} less a margin, or the default timeout).")).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (_outages.Failed(Scrapes, exception.GetType().Name))
                EndpointLog.ScrapeFailed(logger, exception);
            await ProblemResponse.WriteAsync(context, StatusCodes.Status500InternalServerError,
                "Metrics could not be rendered; see the application log.").ConfigureAwait(false);
        }
        return null;
    }

    private Task<RenderedMetrics> StartRendering(HttpRequest request, CancellationToken cancellation)
    {
        var format = exposer.Negotiate(request.Headers.Accept.ToString());
        var names = request.Query["name[]"];
        var wanted = names.Count == 0 ? null : names.OfType<string>().ToHashSet();
        return AcceptEncoding.PrefersGzip(request.Headers.AcceptEncoding)
            ? exposer.RenderGzipAsync(format, wanted, cancellation)
            : exposer.RenderAsync(format, wanted, cancellation);
    }

    private static Task SendAsync(HttpContext context, RenderedMetrics rendered)
    {
        var response = context.Response;
        response.ContentType = rendered.Format.ContentType;
        response.Headers.AppendCommaSeparatedValues("Vary", "Accept", "Accept-Encoding");
        response.ContentLength = rendered.Length;
        if (rendered.IsGzip)
            response.Headers.ContentEncoding = "gzip";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : rendered.CopyToAsync(response.Body, context.RequestAborted);
    }
}
