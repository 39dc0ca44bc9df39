using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// Decides whether a request may reach its endpoint: host name, origin of browsers, token, rate limit, role. Converts the errors of the endpoint into
/// JSON responses. Thread-safe.
/// </summary>
internal sealed partial class AccessGate(IOptions<AiOrchestratorOptions> options, RequestRules rules, Authenticator authenticator, RateLimits limits, ILogger<AccessGate> logger)
{
    private readonly bool _allowAnonymousLoopback = options.Value.AllowAnonymousLoopback;

    public async Task InvokeAsync(HttpContext http, Access access, RequestDelegate handler)
    {
        try
        {
            rules.CheckHost(http);
            rules.CheckOrigin(http, access.IsReset);
            var caller = await AuthenticateAsync(http, access).ConfigureAwait(false);
            if (access.Limit is { } limit)
                await limits.TakeAsync(http, limit, caller).ConfigureAwait(false);
            if (access.Role is { } role && caller?.IsAtLeast(role) == false)
                throw new RequestException(StatusCodes.Status403Forbidden, $"The role {RoleNames.Of(role)} is required.");
            await handler(http).ConfigureAwait(false);
            await CompleteAsync(http).ConfigureAwait(false);
        }
        catch (RequestException exception) when (!http.Response.HasStarted)
        {
            if (exception.Status == StatusCodes.Status401Unauthorized && http.Response.Headers.WWWAuthenticate.Count == 0)
                http.Response.Headers.WWWAuthenticate = Authentication.Challenge;
            await ErrorResponse.WriteAsync(http, exception.Status, exception.Message).ConfigureAwait(false);
        }
        catch (StorageException exception) when (!http.Response.HasStarted)
        {
            LogUnavailable(http.Request.Method, RouteOf(http), exception.Message);
            await ErrorResponse.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The storage of the service is unavailable. Try again later.").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            // The client has disconnected. The status is for the request metrics.
            http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(http, exception.StatusCode, ApiJson.Describe(exception)).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the caller; null if the endpoint allows anonymous requests and this is one.</summary>
    private async Task<Caller?> AuthenticateAsync(HttpContext http, Access access)
    {
        if (access.Role is null)
            return null;
        var authentication = await authenticator.AuthenticateAsync(http).ConfigureAwait(false);
        if (authentication.Caller is { } caller)
        {
            Caller.Set(http, caller);
            return caller;
        }
        return !authentication.HasToken && access.AllowAnonymousLoopback && _allowAnonymousLoopback && ClientAddress.IsDirectLoopback(http)
            ? null
            : throw authentication.Reject(http);
    }

    /// <summary>Adds a body to an error without one, such as those of the model binding of the framework.</summary>
    private static Task CompleteAsync(HttpContext http) =>
        http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0, ContentType: null }
            ? ErrorResponse.WriteAsync(http, http.Response.StatusCode, MessageOf(http.Response.StatusCode))
            : Task.CompletedTask;

    private static string MessageOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "The resource does not exist.",
        StatusCodes.Status415UnsupportedMediaType => "The content type must be application/json.",
        _ => "The request is invalid. Check its path, parameters and body.",
    };

    /// <summary>Returns the template of the route: the path itself is what the client has sent.</summary>
    private static string RouteOf(HttpContext http) => (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";

    [LoggerMessage(1, LogLevel.Error, "Rejected {Method} {Route} with 503: {Reason}")]
    private partial void LogUnavailable(string method, string route, string reason);
}
