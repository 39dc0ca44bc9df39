using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Caching;
using Vernier.Services;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn.Tokens;

/// <summary>
/// The access tokens of resources. A valid token is remembered for 3 seconds: within this time other servers accept a token that this server has revoked.
/// Thread-safe.
/// </summary>
internal sealed class AccessTokens(Database database, Sessions sessions, TimeProvider time)
{
    /// <summary>What all tokens start with, so that a token of a backend is not mistaken for one.</summary>
    public const string Prefix = "pgt_";

    private const int TokenBytes = 32;
    private const int TokenLength = 47;
    private const int MaxNameLength = 100;
    private const int CacheCapacity = 10_000;

    private readonly ShortCache<AccessToken> _byHash = new(TimeSpan.FromSeconds(3), CacheCapacity, time);
    private readonly ShortCache<AccessToken> _byId = new(TimeSpan.FromSeconds(3), CacheCapacity, time);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates a token.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="name">What the token is for, 1 to 100 characters.</param>
    /// <param name="expires">When it expires; null for never.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="RequestException">422: a value is invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IssuedAccessToken> CreateAsync(Resource resource, string name, DateTimeOffset? expires, CancellationToken cancellation)
    {
        if (resource.Kind == ResourceKind.Tcp)
            throw Invalid("A TCP resource cannot have access tokens.");
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            throw Invalid($"The name of an access token must have 1 to {MaxNameLength} characters.");
        if (expires <= time.GetUtcNow())
            throw Invalid("The expiration of an access token must be in the future.");
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var token = new AccessToken
        {
            Id = Guid.NewGuid().ToString("N"),
            ResourceId = resource.Id,
            Name = name,
            Created = Now,
            Expires = expires?.ToUnixTimeMilliseconds(),
        };
        await database.WriteAsync(session => AccessTokenStore.InsertAsync(session, token, TextHash.Of(secret)), cancellation).ConfigureAwait(false);
        return new IssuedAccessToken(token, secret);
    }

    /// <summary>Returns the tokens of a resource, newest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<AccessToken>> ListAsync(string resourceId, CancellationToken cancellation) =>
        database.ReadAsync(session => AccessTokenStore.ListAsync(session, resourceId), cancellation);

    /// <summary>Deletes a token, and ends the sessions that started with it. Returns whether it existed.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<bool> RevokeAsync(string resourceId, string id, CancellationToken cancellation)
    {
        var ended = 0;
        var isDeleted = await database.WriteAsync(async session =>
        {
            if (!await AccessTokenStore.DeleteAsync(session, resourceId, id).ConfigureAwait(false))
                return false;
            ended = await Sessions.RevokeResourceAsync(session, resourceId, AuthMethod.AccessToken, id).ConfigureAwait(false);
            return true;
        }, cancellation).ConfigureAwait(false);
        _byHash.Clear();
        _byId.Clear();
        sessions.Revoked(RevocationReason.Administrator, ended);
        return isDeleted;
    }

    /// <summary>Returns the token of a resource with a secret; null if it is unknown, revoked, or for another resource. The result can be expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AccessToken?> FindAsync(string secret, string resourceId, CancellationToken cancellation)
    {
        if (secret.Length != TokenLength)
            return null;
        var hash = TextHash.Of(secret);
        var token = await FindAsync(_byHash, hash, session => AccessTokenStore.FindByHashAsync(session, hash), cancellation).ConfigureAwait(false);
        return token?.ResourceId == resourceId ? token : null;
    }

    /// <summary>Whether a token with which a session started exists and has not expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<bool> IsValidAsync(string id, CancellationToken cancellation) =>
        await FindAsync(_byId, id, session => AccessTokenStore.FindAsync(session, id), cancellation).ConfigureAwait(false) is { } token && !IsExpired(token);

    public bool IsExpired(AccessToken token) => token.Expires <= Now;

    private async Task<AccessToken?> FindAsync(ShortCache<AccessToken> cache, string key, Func<DatabaseSession, Task<AccessToken?>> read, CancellationToken cancellation)
    {
        if (cache.TryGet(key, out var known))
            return known;
        var generation = cache.Generation;
        var token = await database.ReadAsync(read, cancellation).ConfigureAwait(false);
        if (token is not null)
            cache.Set(key, token, generation);
        return token;
    }

    private static RequestException Invalid(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
