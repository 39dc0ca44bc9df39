using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Storage;
using Vernier.AiOrchestrator.Web;

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
            await ErrorResponse.WriteAsync(http, exception.Status, exception.Message).ConfigureAwait(false);
        }
        catch (StorageException exception) when (!http.Response.HasStarted)
        {
            LogUnavailable(exception.Message);
            await ErrorResponse.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, "The database is unavailable. Try again later.").ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(http, exception.StatusCode, ApiJson.Describe(exception)).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the caller; null if the endpoint allows anonymous requests and this is one.</summary>
    private async Task<Caller?> AuthenticateAsync(HttpContext http, Access access)
    {
        var result = await authenticator.AuthenticateAsync(http, access.AllowTokenInQuery).ConfigureAwait(false);
        if (result.Caller is { } caller)
        {
            Caller.Set(http, caller);
            return caller;
        }
        var isAnonymousAllowed = access.Role is null
            || !result.HasToken && access.AllowAnonymousLoopback && _allowAnonymousLoopback && ClientAddress.IsDirectLoopback(http);
        if (isAnonymousAllowed)
            return null;
        http.Response.Headers.WWWAuthenticate = result.HasToken
            ? $"Bearer realm=\"ai-orchestrator\", error=\"invalid_token\", error_description=\"{result.Message}\""
            : "Bearer realm=\"ai-orchestrator\"";
        throw new RequestException(StatusCodes.Status401Unauthorized, result.Message);
    }

    /// <summary>Adds a body to an error without one, such as those of the model binding of the framework.</summary>
    private static Task CompleteAsync(HttpContext http) =>
        http.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null or 0, ContentType: null }
            ? ErrorResponse.WriteAsync(http, http.Response.StatusCode, "The request is invalid.")
            : Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Error, "Rejected a request with 503: {Reason}")]
    private partial void LogUnavailable(string reason);
}
