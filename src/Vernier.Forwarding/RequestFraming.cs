using Microsoft.AspNetCore.Http;

namespace Vernier.Forwarding;

/// <summary>Recognizes request bodies whose end is ambiguous or whose framing is broken.</summary>
internal static class RequestFraming
{
    /// <summary>Kestrel renames Content-Length to this if the request also has Transfer-Encoding.</summary>
    private const string RenamedLength = "X-Content-Length";

    /// <summary>
    /// Finds a request with both Content-Length and Transfer-Encoding, which two servers can understand differently (RFC 9112, section 6.3). The
    /// connection of such a request is closed after the response.
    /// </summary>
    /// <returns>The error with the status for the response; null if the framing is unambiguous.</returns>
    public static BadHttpRequestException? FindError(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers.TransferEncoding.Count == 0 || !headers.ContainsKey(RenamedLength) && headers.ContentLength is null)
            return null;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        return new BadHttpRequestException("The request has both Content-Length and Transfer-Encoding.", StatusCodes.Status400BadRequest);
    }

    /// <summary>
    /// Returns the status of the response after reading a request body has failed: 413, 408 or 400; null if the failure is not one of the body's framing,
    /// size or speed.
    /// </summary>
    public static int? StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,

        // Kestrel reports a chunk size that does not fit into 32 bits in this way.
        IOException { InnerException: OverflowException } => StatusCodes.Status400BadRequest,
        _ => null,
    };
}
