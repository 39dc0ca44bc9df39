using System.Buffers.Text;
using System.Security.Cryptography;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// The sessions of the page and of resources, which all servers share through the database. A session that is used after half of its lifetime is renewed.
/// Each session is counted as an issued token, and its end as a revoked one; those of the page have no site. Thread-safe.
/// </summary>
internal sealed class Sessions(Database database, SiteInventory inventory, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time)
{
    private const int TokenBytes = 32;

    /// <summary>Tokens of other lengths are not looked up.</summary>
    private const int TokenLength = 43;

    /// <summary>The precision of the time of the last use, so that requests in sequence do not write to the database.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<Action> _changed = [];
    private readonly List<Action> _ended = [];

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Starts a session.</summary>
    /// <param name="kind">What the session gives access to.</param>
    /// <param name="userId">The user of this server; null for other methods.</param>
    /// <param name="resourceId">The resource; null for the page.</param>
    /// <param name="method">How the user signed in.</param>
    /// <param name="subject">Who signed in; distinct subjects are distinct active users.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IssuedSession> CreateAsync(SessionKind kind, string? userId, string? resourceId, AuthMethod method, string subject, CancellationToken cancellation)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var now = Now;
        var row = new SessionRow
        {
            Id = Guid.NewGuid().ToString("N"),
            Kind = kind.ToString(),
            UserId = userId,
            ResourceId = resourceId,
            SiteId = resourceId is not null && inventory.Current.Resources.TryGetValue(resourceId, out var resource) ? resource.SiteId : null,
            Method = method.ToString(),
            Subject = subject,
            Created = now,
            LastUsed = now,
            Expires = now + LifetimeOf(kind),
        };
        await database.WriteAsync(session => SessionStore.InsertAsync(session, row, TextHash.Of(token)), cancellation).ConfigureAwait(false);
        metrics.TokenIssued(row.SiteId ?? "", method);
        Notify(_changed);
        return new IssuedSession(row.ToSession(), token);
    }

    /// <summary>Returns the session of a token, and renews it after half of its lifetime; null if it is unknown, for something else, or expired.</summary>
    /// <param name="token">The token.</param>
    /// <param name="kind">What the session must give access to.</param>
    /// <param name="resourceId">The resource; null for the page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<Session?> ValidateAsync(string token, SessionKind kind, string? resourceId, CancellationToken cancellation)
    {
        if (token.Length != TokenLength)
            return null;
        var hash = TextHash.Of(token);
        var row = await database.ReadAsync(session => SessionStore.FindByTokenAsync(session, hash), cancellation).ConfigureAwait(false);
        if (row is null || row.Kind != kind.ToString() || row.ResourceId != resourceId)
            return null;
        var now = Now;
        if (row.Expires <= now)
        {
            metrics.TokenRefreshed(row.SiteId ?? "", Outcome.Failure);
            await RevokeAsync(row.Id, RevocationReason.Expired, cancellation).ConfigureAwait(false);
            return null;
        }
        var lifetime = LifetimeOf(kind);
        if (row.Expires - now < lifetime / 2)
            return await RenewAsync(row, now, now + lifetime, cancellation).ConfigureAwait(false);
        if (now - row.LastUsed >= (long)UsePrecision.TotalMilliseconds)
            await database.WriteAsync(session => SessionStore.TouchAsync(session, row.Id, now), cancellation).ConfigureAwait(false);
        return row.ToSession();
    }

    /// <summary>Ends a session. Returns whether it existed.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<bool> RevokeAsync(string sessionId, RevocationReason reason, CancellationToken cancellation)
    {
        var count = await database.WriteAsync(session => SessionStore.DeleteAsync(session, sessionId), cancellation).ConfigureAwait(false);
        Revoked(reason, count);
        return count > 0;
    }

    /// <summary>Ends the sessions of a user, except one. After the transaction, pass the returned number to <see cref="Revoked"/>.</summary>
    public static Task<int> RevokeUserAsync(DatabaseSession session, string userId, string? except = null) => SessionStore.DeleteOfUserAsync(session, userId, except ?? "");

    /// <summary>Ends the sessions of a resource. After the transaction, pass the returned number to <see cref="Revoked"/>.</summary>
    public static Task<int> RevokeResourceAsync(DatabaseSession session, string resourceId) => SessionStore.DeleteOfResourceAsync(session, resourceId);

    /// <summary>Ends the sessions of a resource with a method. After the transaction, pass the returned number to <see cref="Revoked"/>.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="resourceId">The resource.</param>
    /// <param name="method">The method.</param>
    /// <param name="subject">Who signed in; null for all.</param>
    public static Task<int> RevokeResourceAsync(DatabaseSession session, string resourceId, AuthMethod method, string? subject = null) =>
        SessionStore.DeleteOfMethodAsync(session, resourceId, method, subject);

    /// <summary>Records sessions that a committed transaction has ended.</summary>
    public void Revoked(RevocationReason reason, int count)
    {
        if (count == 0)
            return;
        metrics.TokensRevoked(reason, count);
        Notify(_ended);
        Notify(_changed);
    }

    /// <summary>Returns active sessions, newest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<Session>> ListAsync(int limit, int offset, CancellationToken cancellation) =>
        [.. (await database.ReadAsync(session => SessionStore.ListAsync(session, Now, limit, offset), cancellation).ConfigureAwait(false)).Select(row => row.ToSession())];

    /// <summary>Ends expired sessions.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task CleanUpAsync(CancellationToken cancellation) =>
        Revoked(RevocationReason.Expired, await database.WriteAsync(session => SessionStore.DeleteExpiredAsync(session, Now), cancellation).ConfigureAwait(false));

    /// <summary>Returns the number of active sessions.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<int> CountAsync(CancellationToken cancellation) => database.ReadAsync(async session =>
        await SessionStore.CountAsync(session, Now, SessionKind.Console).ConfigureAwait(false)
        + await SessionStore.CountAsync(session, Now, SessionKind.Resource).ConfigureAwait(false), cancellation);

    /// <summary>Returns the number of sessions of the page.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<int> CountConsoleAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => SessionStore.CountAsync(session, Now, SessionKind.Console), cancellation);

    /// <summary>Returns the number of distinct users with sessions of resources, per site and method.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<ActiveUserCount>> CountUsersAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => SessionStore.CountUsersAsync(session, Now), cancellation);

    /// <summary>Calls an action after sessions of this server have started or ended. The action must not block or throw.</summary>
    public void OnChanged(Action changed)
    {
        lock (_lock)
            _changed.Add(changed);
    }

    /// <summary>Calls an action after sessions of this server have ended. The action must not block or throw.</summary>
    public void OnEnded(Action ended)
    {
        lock (_lock)
            _ended.Add(ended);
    }

    private async Task<Session?> RenewAsync(SessionRow row, long now, long expires, CancellationToken cancellation)
    {
        var isRenewed = await database.WriteAsync(session => SessionStore.RenewAsync(session, row.Id, row.Expires, now, expires), cancellation).ConfigureAwait(false);
        if (isRenewed)
        {
            metrics.TokenRefreshed(row.SiteId ?? "", Outcome.Success);
            return (row with { Expires = expires, LastUsed = now }).ToSession() with { IsRenewed = true };
        }
        // A concurrent request has renewed the session, or it has ended.
        var current = await database.ReadAsync(
            session => session.FirstOrDefaultAsync<long>("SELECT expires FROM pangolin_sessions WHERE id = @Id", new { row.Id }), cancellation).ConfigureAwait(false);
        return current > now ? (row with { Expires = current }).ToSession() : null;
    }

    private long LifetimeOf(SessionKind kind)
    {
        var options = settings.Current.Console;
        return (long)(kind == SessionKind.Console ? options.SessionLifetime : options.ResourceSessionLifetime).TotalMilliseconds;
    }

    private void Notify(List<Action> actions)
    {
        List<Action> current;
        lock (_lock)
            current = [.. actions];
        foreach (var action in current)
            action();
    }
}
