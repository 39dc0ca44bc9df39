using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.Forwarding;
using Vernier.Services.Storage;

namespace Vernier.Services.Web;

/// <summary>Converts the errors of an endpoint into responses. Other exceptions are left to the application.</summary>
/// <param name="describe">Describes a request that the server or the binding of the framework rejects.</param>
/// <param name="logUnavailable">Logs that a request failed because of the storage: the method, the template of the route, and the reason.</param>
internal sealed class ErrorBoundary(Func<BadHttpRequestException, string> describe, Action<string, string, string> logUnavailable)
{
    /// <summary>Runs an endpoint, and writes a response for its errors.</summary>
    /// <param name="http">The request.</param>
    /// <param name="work">Checks the request and runs the endpoint.</param>
    /// <param name="write">Writes the response of an error from its status and message.</param>
    public async Task RunAsync(HttpContext http, Func<Task> work, Func<HttpContext, int, string, Task> write)
    {
        try
        {
            await work().ConfigureAwait(false);
            await CompleteAsync(http, write).ConfigureAwait(false);
        }
        catch (RequestException exception) when (!http.Response.HasStarted)
        {
            await write(http, exception.Status, exception.Message).ConfigureAwait(false);
        }
        catch (StorageException exception) when (!http.Response.HasStarted)
        {
            logUnavailable(http.Request.Method, RouteOf(http), exception.Message);
            await write(http, StatusCodes.Status503ServiceUnavailable, "The storage of the service is unavailable. Try again later.").ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            // The client has disconnected. The status is for the request metrics.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await write(http, exception.StatusCode, describe(exception)).ConfigureAwait(false);
        }
        catch (IOException exception) when (!http.Response.HasStarted && RequestFraming.StatusOf(exception) is not null)
        {
            await write(http, StatusCodes.Status400BadRequest, "The request body is incomplete or malformed.").ConfigureAwait(false);
        }
    }

    /// <summary>Returns the template of the route: the path itself is what the client has sent.</summary>
    public static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";

    /// <summary>Adds a body to an error without one, such as those of the model binding of the framework.</summary>
    private static Task CompleteAsync(HttpContext http, Func<HttpContext, int, string, Task> write) =>
        http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0, ContentType: null }
            ? write(http, http.Response.StatusCode, MessageOf(http.Response.StatusCode))
            : Task.CompletedTask;

    private static string MessageOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "The resource does not exist.",
        StatusCodes.Status415UnsupportedMediaType => "The content type must be application/json.",
        _ => "The request is invalid. Check its path, parameters and body.",
    };
}
