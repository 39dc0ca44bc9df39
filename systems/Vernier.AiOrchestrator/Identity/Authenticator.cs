using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Finds out who sends a request. Thread-safe.</summary>
internal sealed class Authenticator(IOptions<AiOrchestratorOptions> options, AccessTokens tokens, Sessions sessions)
{
    /// <summary>The caller of every request while authentication is off.</summary>
    private static readonly Caller LocalAdministrator = new(Users.Administrator, Role.Admin, Sessions.Local, DateTimeOffset.MaxValue);

    private readonly IdentityOptions _options = options.Value.Identity;

    public async Task<Authentication> AuthenticateAsync(HttpContext http)
    {
        if (!_options.RequireAuthentication)
            return Local(http);
        var header = http.Request.Headers.Authorization;
        if (header.Count == 0)
            return new(null, false, "Authentication is required: send an access token in the header Authorization.");

        var token = AuthenticationHeaderValue.TryParse(header, out var value) && value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? value.Parameter ?? "" : "";
        var result = await tokens.ReadAsync(token, http.RequestAborted).ConfigureAwait(false);
        return result.Caller is null || await sessions.IsActiveAsync(result.Caller.SessionId, http.RequestAborted).ConfigureAwait(false)
            ? result
            : new(null, true, "The session has ended. Log in again.");
    }

    private Authentication Local(HttpContext http) => _options.AllowUnauthenticatedRemote || ClientAddress.IsDirectLoopback(http)
        ? new(LocalAdministrator, false, "")
        : new(null, false, "Authentication is off, and only direct clients on this machine are accepted.");
}

/// <summary>The result of an authentication.</summary>
/// <param name="Caller">The caller; null if the request is anonymous or the token is invalid.</param>
/// <param name="HasToken">Whether the request has a token.</param>
/// <param name="Message">Why the request is not authenticated; for the client.</param>
internal sealed record Authentication(Caller? Caller, bool HasToken, string Message)
{
    /// <summary>The challenge of a response with 401.</summary>
    public const string Challenge = "Bearer realm=\"ai-orchestrator\"";

    /// <summary>Adds the challenge (RFC 6750) to the response, and returns the error.</summary>
    public RequestException Reject(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = HasToken
            ? $"{Challenge}, error=\"invalid_token\", error_description=\"{Message}\""
            : Challenge;
        return new RequestException(StatusCodes.Status401Unauthorized, Message);
    }
}
