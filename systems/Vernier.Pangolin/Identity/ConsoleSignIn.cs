using Microsoft.AspNetCore.Http;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>Signs in to the page and the API, and out. Thread-safe.</summary>
internal sealed class ConsoleSignIn(Logins logins, Users users, Sessions sessions, ConsoleCookies cookies)
{
    /// <summary>Signs in, and sets the cookie of the new session. An earlier session of the browser ends.</summary>
    /// <exception cref="RequestException">401: the name or the password is wrong; 429: too many attempts have failed.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<(User User, IssuedSession Session)> SignInAsync(HttpContext http, string name, string password)
    {
        var user = await VerifyAsync(http, name, password, StatusCodes.Status401Unauthorized, "The name or the password is wrong.").ConfigureAwait(false);
        return (user, await StartAsync(http, user).ConfigureAwait(false));
    }

    /// <summary>Starts a session of a user who is authenticated.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IssuedSession> StartAsync(HttpContext http, User user)
    {
        if (cookies.SessionOf(http) is { } earlier
            && await sessions.ValidateAsync(earlier, SessionKind.Console, null, http.RequestAborted).ConfigureAwait(false) is { } previous)
        {
            await sessions.RevokeAsync(previous.Id, RevocationReason.Logout, http.RequestAborted).ConfigureAwait(false);
        }
        var session = await sessions.CreateAsync(SessionKind.Console, user.Id, null, AuthMethod.Session, user.Name, http.RequestAborted).ConfigureAwait(false);
        cookies.SetSession(http, session.Token, session.Expires);
        return session;
    }

    /// <summary>Ends the session of the caller.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task SignOutAsync(HttpContext http)
    {
        if (Caller.Of(http).SessionId is { } id)
            await sessions.RevokeAsync(id, RevocationReason.Logout, http.RequestAborted).ConfigureAwait(false);
        cookies.DeleteSession(http);
    }

    /// <summary>Changes the password of the caller, and ends the caller's other sessions.</summary>
    /// <exception cref="RequestException">409: authentication is off; 422: the current password is wrong, or the new one is invalid; 429: too many attempts have failed.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task ChangePasswordAsync(HttpContext http, string currentPassword, string newPassword)
    {
        var caller = Caller.Of(http);
        if (caller.User is not { } user)
            throw new RequestException(StatusCodes.Status409Conflict, "Authentication is off, so you have no password.");
        await VerifyAsync(http, user.Name, currentPassword, StatusCodes.Status422UnprocessableEntity, "The current password is wrong.").ConfigureAwait(false);
        await users.SetPasswordAsync(user.Id, newPassword, caller.SessionId, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task<User> VerifyAsync(HttpContext http, string name, string password, int status, string message)
    {
        var result = await logins.VerifyAsync(name, password, http.Connection.RemoteIpAddress, http.RequestAborted).ConfigureAwait(false);
        if (result.IsThrottled)
            throw new RequestException(StatusCodes.Status429TooManyRequests, "Too many sign-ins have failed for this account or address. Wait some minutes, and try again.");
        return result.User ?? throw new RequestException(status, message);
    }
}
