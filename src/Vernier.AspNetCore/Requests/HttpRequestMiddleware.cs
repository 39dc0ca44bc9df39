using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.AspNetCore.Endpoints;

namespace Vernier.AspNetCore.Requests;

/// <summary>Measures each request. It must be the outermost middleware, to see how exceptions are handled.</summary>
internal sealed class HttpRequestMiddleware(RequestDelegate next, IRequestRecorder recorder, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var started = time.GetTimestamp();
        var request = new MeasuredRequest(context, recorder);
        context.Features.Set<IEndpointFeature>(request);
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
            End(request, unhandled, time.GetElapsedTime(started).TotalSeconds);
        }
    }

    private static void End(MeasuredRequest request, Exception? unhandled, double seconds)
    {
        // An exemplar must not lead to the trace of a scrape. The caller's activity is not affected, because the caller awaits an async method.
        if (request.Has<ScrapeEndpointMetadata>())
            Activity.Current = null;
        request.End(unhandled, seconds);
    }
}
