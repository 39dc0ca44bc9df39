using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Vernier.DicomWebOAuth;

/// <summary>Measures the requests that an endpoint gets.</summary>
internal static class EndpointMeasure
{
    /// <summary>A convention for all endpoints of a group.</summary>
    public static void Apply(EndpointBuilder builder, DicomWebOAuthMetrics metrics)
    {
        if (builder is not RouteEndpointBuilder { RoutePattern.RawText: { } route, RequestDelegate: { } next })
            return;
        builder.RequestDelegate = context => MeasureAsync(context, route, next, metrics);
    }

    private static async Task MeasureAsync(HttpContext context, string route, RequestDelegate next, DicomWebOAuthMetrics metrics)
    {
        var started = metrics.Time.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context).ConfigureAwait(false);
            status = RequestOutcome.Of(context);
        }
        finally
        {
            metrics.RequestEnded(context.Request.Method, route, status, metrics.Time.GetElapsedTime(started));
        }
    }
}
