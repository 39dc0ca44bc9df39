using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// Starts sessions and exchanges refresh tokens (RFC 9700, section 4.14.2). Each refresh token is valid once; when it is used again, it was stolen, and the
/// session ends. Thread-safe.
/// </summary>
internal sealed partial class TokenService(
    Database database,
    UserStore users,
    SessionStore store,
    Sessions sessions,
    AccessTokens accessTokens,
    SigningKeys keys,
    AiOrchestratorMetrics metrics,
    IOptions<AiOrchestratorOptions> options,
    TimeProvider time,
    ILogger<TokenService> logger)
{
    private const string InvalidToken = "The refresh token is invalid, has expired, or was used before. Log in again.";

    private readonly TimeSpan _lifetime = options.Value.Identity.RefreshTokenLifetime;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Expires => (time.GetUtcNow() + _lifetime).ToUnixTimeMilliseconds();

    /// <summary>Starts a session of an authenticated user.</summary>
    /// <exception cref="RequestException">403: the user is disabled.</exception>
    /// <exception cref="StorageException">The database or the signing keys are unavailable.</exception>
    public async Task<TokenPair> IssueAsync(User user, CancellationToken cancellation)
    {
        var key = await keys.CurrentAsync(cancellation).ConfigureAwait(false);
        var sessionId = Guid.NewGuid().ToString("N");
        var token = NewToken();
        var stored = await database.WriteAsync(async session =>
        {
            var current = await users.LockAsync(session, user.Name).ConfigureAwait(false);
            if (current is not { IsDisabled: false })
                throw new RequestException(StatusCodes.Status403Forbidden, "The account is disabled.");
            await SessionStore.InsertAsync(session, sessionId, user.Name, Now, Expires).ConfigureAwait(false);
            await SessionStore.InsertTokenAsync(session, TextHash.Of(token), sessionId, Expires).ConfigureAwait(false);
            return current;
        }, cancellation).ConfigureAwait(false);
        return PairOf(key, stored, sessionId, token);
    }

    /// <summary>Exchanges a refresh token for new tokens.</summary>
    /// <exception cref="RequestException">401: the token is invalid; if it was used before, its session has ended.</exception>
    /// <exception cref="StorageException">The database or the signing keys are unavailable; the token remains valid.</exception>
    public async Task<TokenPair> RefreshAsync(string token, CancellationToken cancellation)
    {
        var succeeded = false;
        try
        {
            // Before the token is exchanged: otherwise it would be lost when the keys are unavailable.
            var key = await keys.CurrentAsync(cancellation).ConfigureAwait(false);
            var newToken = NewToken();
            var exchange = await database.WriteAsync(session => ExchangeAsync(session, TextHash.Of(token), TextHash.Of(newToken)), cancellation).ConfigureAwait(false);
            if (exchange.Ended.Count > 0)
            {
                LogReused(exchange.SessionId);
                sessions.NotifyEnded(exchange.Ended);
            }
            if (exchange.User is null)
            {
                LogRefused(exchange.Refusal);
                throw new RequestException(StatusCodes.Status401Unauthorized, InvalidToken);
            }
            succeeded = true;
            return PairOf(key, exchange.User, exchange.SessionId, newToken);
        }
        finally
        {
            metrics.TokenRefreshed(succeeded);
        }
    }

    /// <summary>Ends a session.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task EndAsync(string sessionId, CancellationToken cancellation) =>
        sessions.NotifyEnded(await database.WriteAsync(session => SessionStore.EndAsync(session, sessionId, Now), cancellation).ConfigureAwait(false));

    /// <summary>Ends the session of a refresh token; nothing happens if the token is unknown.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task EndByTokenAsync(string token, CancellationToken cancellation) => sessions.NotifyEnded(await database.WriteAsync(async session =>
        await store.LockTokenAsync(session, TextHash.Of(token)).ConfigureAwait(false) is { } stored
            ? await SessionStore.EndAsync(session, stored.SessionId, Now).ConfigureAwait(false)
            : [], cancellation).ConfigureAwait(false));

    private async Task<Exchange> ExchangeAsync(DatabaseSession session, string hash, string newHash)
    {
        var token = await store.LockTokenAsync(session, hash).ConfigureAwait(false);
        if (token is null)
            return new(null, "", [], "the token is unknown");
        if (token.Used != 0)
            return new(null, token.SessionId, await SessionStore.EndAsync(session, token.SessionId, Now).ConfigureAwait(false), "the token was used before");
        if (token.Expires <= Now)
            return new(null, token.SessionId, [], "the token has expired");
        if (await store.LockUserOfAsync(session, token.SessionId).ConfigureAwait(false) is not { } name)
            return new(null, token.SessionId, [], "the session has ended");
        // Disabling a user ends the sessions, so the user is enabled.
        var user = await UserStore.FindAsync(session, name).ConfigureAwait(false);
        await SessionStore.RotateAsync(session, hash, newHash, token.SessionId, Now, Expires).ConfigureAwait(false);
        return new(user, token.SessionId, [], "");
    }

    private TokenPair PairOf(SigningKey key, User user, string sessionId, string refreshToken) =>
        new(accessTokens.Create(key, user, sessionId), refreshToken, (long)accessTokens.Lifetime.TotalSeconds, "Bearer", user.Role);

    private static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    [LoggerMessage(1, LogLevel.Warning, "A refresh token of session {SessionId} was used twice; the session has ended.")]
    private partial void LogReused(string sessionId);

    // Attackers can cause it as often as the rate limit allows.
    [LoggerMessage(2, LogLevel.Debug, "Refused a token refresh: {Reason}.")]
    private partial void LogRefused(string reason);

    /// <summary>The result of an exchange.</summary>
    /// <param name="User">The user; null if the token is refused.</param>
    /// <param name="SessionId">The session; empty if the token is unknown.</param>
    /// <param name="Ended">The sessions that ended.</param>
    /// <param name="Refusal">Why the token is refused; empty if it is not.</param>
    private sealed record Exchange(User? User, string SessionId, IReadOnlyList<string> Ended, string Refusal);
}

/// <summary>The tokens of a session. The text does not contain them.</summary>
/// <param name="AccessToken">Authenticates requests.</param>
/// <param name="RefreshToken">Gets new tokens, once.</param>
/// <param name="ExpiresIn">How long the access token is valid, in seconds.</param>
/// <param name="TokenType">How to send the access token: Bearer.</param>
/// <param name="Role">The role of the user.</param>
internal sealed record TokenPair(string AccessToken, string RefreshToken, long ExpiresIn, string TokenType, Role Role)
{
    public override string ToString() => nameof(TokenPair);
}
