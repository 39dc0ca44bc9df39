using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Requests;

/// <summary>Records each request; it has to stand outside all other middleware, so that it sees what becomes of exceptions.</summary>
internal sealed class HttpRequestMiddleware(RequestDelegate next, HttpRequestMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        // Read before the others run, because middleware may override it.
        var verb = RequestMethod.VerbOf(context.Request.Method);
        var endpoint = new OriginalEndpoint(context.Features);
        context.Features.Set<IEndpointFeature>(endpoint);
        var began = metrics.RequestBegan(verb);
        Exception? escaped = null;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            escaped = exception;
            throw;
        }
        finally
        {
            var labels = new HttpRequestLabels(verb, endpoint.Route, RequestStatus.TextOf(RequestStatus.Of(context, escaped)));
            if (endpoint.Has<ScrapeEndpointMetadata>())
                metrics.ScrapeEnded(began, in labels);
            else
                metrics.RequestEnded(began, in labels);
        }
    }
}
