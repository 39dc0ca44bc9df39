using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.SignIn.Pages;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Proxy;

/// <summary>Responses of the proxy itself: a page for people, JSON for programs. They contain nothing about sites, backends and causes.</summary>
internal static class ProxyPages
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    /// <summary>Writes the response to a request that failed with a status, if it has not started.</summary>
    public static Task WriteFailureAsync(HttpContext http, int status) => status switch
    {
        StatusCodes.Status503ServiceUnavailable => WriteAsync(
            http, status, "Service unavailable", "This service is not connected at the moment. Try again in a minute; if it stays unavailable, inform its operator.", RetryAfter),
        StatusCodes.Status504GatewayTimeout => WriteAsync(
            http, status, "No response in time", "The service did not respond in time. Try again; if you sent a form, first check whether it has been processed."),
        StatusCodes.Status502BadGateway => WriteAsync(
            http, status, "Service not reachable", "The service did not respond correctly. Try again in a minute; if it fails again, inform its operator."),
        StatusCodes.Status501NotImplemented => WriteAsync(http, status, "Protocol not supported", "This address supports HTTP and WebSocket only."),
        StatusCodes.Status500InternalServerError => WriteAsync(http, status, "Internal error", "The request failed. Try again; if it fails again, inform the operator."),
        StatusCodes.Status413PayloadTooLarge => WriteAsync(http, status, "Request too large", "The body of the request is too large."),
        StatusCodes.Status408RequestTimeout => WriteAsync(http, status, "Request too slow", "The request did not arrive in time. Send it again."),
        _ => WriteAsync(http, status, "Invalid request", "The request is invalid. Check the program that sent it."),
    };

    /// <summary>Writes a response, if it has not started. Sets the status also if the client has disconnected.</summary>
    public static async Task WriteAsync(HttpContext http, int status, string title, string message, TimeSpan? retryAfter = null)
    {
        if (http.Response.HasStarted)
            return;
        http.Response.StatusCode = status;
        if (http.RequestAborted.IsCancellationRequested)
            return;
        http.Response.Clear();
        http.Response.Headers.CacheControl = "no-store";
        if (retryAfter is { } time)
            http.Response.Headers.RetryAfter = time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        try
        {
            await (RequestKind.WantsPage(http)
                ? HtmlPage.WriteAsync(http, status, title, $"<p>{HtmlPage.Encode(message)}</p>")
                : ErrorResponse.WriteAsync(http, status, message)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client disconnected.
        }
    }
}
