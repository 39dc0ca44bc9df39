using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Requests;

/// <summary>Records each request. It must be the outermost middleware, to see how exceptions are handled.</summary>
internal sealed class HttpRequestMiddleware(RequestDelegate next, HttpRequestMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Read first, because other middleware may override it.
        var verb = RequestMethod.VerbOf(context.Request.Method);
        var endpoint = new OriginalEndpoint(context.Features);
        context.Features.Set<IEndpointFeature>(endpoint);
        var started = metrics.RequestStarted(verb);
        Exception? unhandled = null;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            unhandled = exception;
            throw;
        }
        finally
        {
            var labels = new HttpRequestLabels(verb, endpoint.Route, RequestStatus.TextOf(RequestStatus.Of(context, unhandled)));
            if (endpoint.Has<ScrapeEndpointMetadata>())
                metrics.ScrapeEnded(started, in labels);
            else
                metrics.RequestEnded(started, in labels);
        }
    }
}
