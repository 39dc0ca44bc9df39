using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Measures the requests to the endpoints of the gateway.</summary>
internal static class RequestMeasurement
{
    /// <summary>Wraps the handler of a route; a convention for all endpoints of a group.</summary>
    public static void Apply(EndpointBuilder builder, DicomWebOAuthMetrics metrics)
    {
        if (builder is not RouteEndpointBuilder { RoutePattern.RawText: { } route, RequestDelegate: { } next })
            return;
        builder.RequestDelegate = context => MeasureAsync(context, route, next, metrics);
    }

    /// <summary>Sets the status to record, if it differs from the status of the response or no response was sent.</summary>
    public static void SetStatus(HttpContext context, int status) => context.Features.Set(new RecordedStatus(status));

    private static async Task MeasureAsync(HttpContext context, string route, RequestDelegate next, DicomWebOAuthMetrics metrics)
    {
        var started = metrics.Time.GetTimestamp();
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context).ConfigureAwait(false);
            status = context.Features.Get<RecordedStatus>()?.Status ?? context.Response.StatusCode;
        }
        finally
        {
            metrics.RequestEnded(context.Request.Method, route, status, metrics.Time.GetElapsedTime(started));
        }
    }

    private sealed record RecordedStatus(int Status);
}
