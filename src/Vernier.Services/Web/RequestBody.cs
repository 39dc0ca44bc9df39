using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Forwarding;

namespace Vernier.Services.Web;

/// <summary>
/// Reads request bodies into pooled memory as they arrive, within the <see cref="BodyBudget"/> of the application. An announced length reserves nothing.
/// </summary>
internal static class RequestBody
{
    /// <summary>
    /// Reads the body of a request to its end. Another call returns the same body, and <see cref="HttpRequest.Body"/> reads it, too. The end of the request
    /// returns its memory.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="maxBytes">The maximum size of the body.</param>
    /// <exception cref="RequestException">
    /// 400: the framing is invalid; 408: the body arrives too slowly; 413: it is too large; 499: the client disconnected; 503: all bodies in flight use the
    /// whole budget.
    /// </exception>
    public static async Task<BufferedRequestBody> ReadAsync(HttpContext http, long maxBytes)
    {
        if (http.Features.Get<BufferedRequestBody>() is { } known)
            return known;
        var read = await BufferedRequestBody.ReadAsync(http, http.RequestServices.GetRequiredService<BodyBudget>(), maxBytes).ConfigureAwait(false);
        if (read.Body is not { } body)
        {
            if (read.FailureStatus == StatusCodes.Status503ServiceUnavailable)
                http.Response.Headers.RetryAfter = "1";
            throw new RequestException(read.FailureStatus, read.FailureMessage(maxBytes));
        }
        http.Response.RegisterForDispose(body);
        http.Features.Set(body);
        http.Request.Body = StreamOf(body);
        return body;
    }

    /// <summary>Returns a stream over a body.</summary>
    public static Stream StreamOf(BufferedRequestBody body) => PipeReader.Create(body.Bytes).AsStream();
}
