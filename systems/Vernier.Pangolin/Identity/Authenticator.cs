using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>Finds out who sends a request to the page or the API. Thread-safe.</summary>
internal sealed class Authenticator(PangolinSettings settings, ConsoleCookies cookies, Sessions sessions, Users users, ApiKeys keys)
{
    private const string Scheme = "Bearer";

    /// <summary>Returns whether a request has an API key, valid or not.</summary>
    public static bool HasApiKey(HttpContext http) => http.Request.Headers.Authorization.Count > 0;

    /// <summary>Returns the caller.</summary>
    /// <exception cref="RequestException">401: the request has no valid credential; 403: the role is not sufficient.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<Caller> AuthenticateAsync(HttpContext http, Access access)
    {
        var caller = access.AllowsApiKey && HasApiKey(http) ? await ByKeyAsync(http).ConfigureAwait(false)
            : !settings.Current.Console.RequireAuthentication ? Local(http)
            : access.AllowsSession ? await BySessionAsync(http, access).ConfigureAwait(false)
            : throw Unauthorized(http, "An API key is required: send it in the header Authorization as Bearer KEY.");
        return caller.Role >= access.Role ? caller : throw new RequestException(StatusCodes.Status403Forbidden, "The role administrator is required.");
    }

    private async Task<Caller> ByKeyAsync(HttpContext http) =>
        AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var header)
        && header.Scheme.Equals(Scheme, StringComparison.OrdinalIgnoreCase)
        && await keys.ValidateAsync(header.Parameter ?? "", http.RequestAborted).ConfigureAwait(false) is not null
            ? Caller.Program
            : throw Unauthorized(http, "The API key is invalid or revoked. Send it in the header Authorization as Bearer KEY.");

    private async Task<Caller> BySessionAsync(HttpContext http, Access access)
    {
        if (cookies.SessionOf(http) is not { } token)
        {
            throw Unauthorized(http, access.AllowsApiKey
                ? "Authentication is required: send an API key in the header Authorization as Bearer KEY, or sign in."
                : "Sign in to continue.");
        }
        if (await sessions.ValidateAsync(token, SessionKind.Console, null, http.RequestAborted).ConfigureAwait(false) is not { UserId: { } userId } session
            || await users.FindAsync(userId, http.RequestAborted).ConfigureAwait(false) is not { } user)
        {
            cookies.DeleteSession(http);
            throw Unauthorized(http, "The session has ended. Sign in again.");
        }
        if (session.IsRenewed)
            cookies.SetSession(http, token, session.Expires);
        return new Caller(user.Role, user, session.Id);
    }

    private Caller Local(HttpContext http) => settings.Current.Console.AllowUnauthenticatedRemote || ClientAddress.IsDirectLoopback(http)
        ? Caller.Local
        : throw Unauthorized(http, "Authentication is off, and only direct clients on this machine are accepted.");

    private static RequestException Unauthorized(HttpContext http, string message)
    {
        http.Response.Headers.WWWAuthenticate = $"{Scheme} realm=\"pangolin\"";
        return new RequestException(StatusCodes.Status401Unauthorized, message);
    }
}
