using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>The statements for sessions, of whose tokens only hashes are stored. Times are Unix milliseconds.</summary>
internal static class SessionStore
{
    private const string Columns = "id, kind, user_id, resource_id, site_id, method, subject, created, last_used, expires";

    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_sessions(
            id text PRIMARY KEY, token_hash text NOT NULL UNIQUE, kind text NOT NULL, user_id text, resource_id text, site_id text, method text NOT NULL,
            subject text NOT NULL, created bigint NOT NULL, last_used bigint NOT NULL, expires bigint NOT NULL);
        CREATE INDEX IF NOT EXISTS pangolin_sessions_user ON pangolin_sessions(user_id);
        CREATE INDEX IF NOT EXISTS pangolin_sessions_resource ON pangolin_sessions(resource_id);
        CREATE INDEX IF NOT EXISTS pangolin_sessions_expires ON pangolin_sessions(expires);
        """);

    public static Task InsertAsync(DatabaseSession session, SessionRow row, string tokenHash) => session.ExecuteAsync($"""
        INSERT INTO pangolin_sessions({Columns}, token_hash)
        VALUES (@Id, @Kind, CAST(@UserId AS text), CAST(@ResourceId AS text), CAST(@SiteId AS text), @Method, @Subject, @Created, @LastUsed, @Expires, @TokenHash)
        """, new { row.Id, row.Kind, row.UserId, row.ResourceId, row.SiteId, row.Method, row.Subject, row.Created, row.LastUsed, row.Expires, TokenHash = tokenHash });

    public static Task<SessionRow?> FindByTokenAsync(DatabaseSession session, string tokenHash) =>
        session.FirstOrDefaultAsync<SessionRow>($"SELECT {Columns} FROM pangolin_sessions WHERE token_hash = @TokenHash", new { TokenHash = tokenHash });

    /// <summary>Extends a session that still exists, and has not been extended since it was read. Returns whether it did.</summary>
    public static async Task<bool> RenewAsync(DatabaseSession session, string id, long previousExpires, long now, long expires) => await session.ExecuteAsync(
        "UPDATE pangolin_sessions SET expires = @Expires, last_used = @Now WHERE id = @Id AND expires = @Previous",
        new { Id = id, Now = now, Expires = expires, Previous = previousExpires }).ConfigureAwait(false) == 1;

    public static Task TouchAsync(DatabaseSession session, string id, long now) =>
        session.ExecuteAsync("UPDATE pangolin_sessions SET last_used = @Now WHERE id = @Id AND last_used < @Now", new { Id = id, Now = now });

    public static Task<int> DeleteAsync(DatabaseSession session, string id) =>
        session.ExecuteAsync("DELETE FROM pangolin_sessions WHERE id = @Id", new { Id = id });

    public static Task<int> DeleteOfUserAsync(DatabaseSession session, string userId, string except) =>
        session.ExecuteAsync("DELETE FROM pangolin_sessions WHERE user_id = @UserId AND id <> @Except", new { UserId = userId, Except = except });

    public static Task<int> DeleteOfResourceAsync(DatabaseSession session, string resourceId) =>
        session.ExecuteAsync("DELETE FROM pangolin_sessions WHERE resource_id = @ResourceId", new { ResourceId = resourceId });

    public static Task<int> DeleteOfMethodAsync(DatabaseSession session, string resourceId, AuthMethod method, string? subject) => session.ExecuteAsync(
        "DELETE FROM pangolin_sessions WHERE resource_id = @ResourceId AND method = @Method AND (CAST(@Subject AS text) IS NULL OR subject = @Subject)",
        new { ResourceId = resourceId, Method = method.ToString(), Subject = subject });

    public static Task<int> DeleteExpiredAsync(DatabaseSession session, long now) =>
        session.ExecuteAsync("DELETE FROM pangolin_sessions WHERE expires <= @Now", new { Now = now });

    public static Task<IReadOnlyList<SessionRow>> ListAsync(DatabaseSession session, long now, int limit, int offset) => session.QueryAsync<SessionRow>(
        $"SELECT {Columns} FROM pangolin_sessions WHERE expires > @Now ORDER BY created DESC, id LIMIT @Limit OFFSET @Offset", new { Now = now, Limit = limit, Offset = offset });

    public static async Task<int> CountAsync(DatabaseSession session, long now, SessionKind kind) => (int)await session.FirstOrDefaultAsync<long>(
        "SELECT COUNT(*) FROM pangolin_sessions WHERE expires > @Now AND kind = @Kind", new { Now = now, Kind = kind.ToString() }).ConfigureAwait(false);

    /// <summary>Counts the distinct users with sessions of resources.</summary>
    public static Task<IReadOnlyList<ActiveUserCount>> CountUsersAsync(DatabaseSession session, long now) => session.QueryAsync<ActiveUserCount>("""
        SELECT site_id, method, COUNT(DISTINCT subject) AS users FROM pangolin_sessions WHERE expires > @Now AND kind = @Kind GROUP BY site_id, method
        """, new { Now = now, Kind = nameof(SessionKind.Resource) });
}

/// <summary>The number of distinct users with sessions of the resources of a site.</summary>
internal sealed record ActiveUserCount
{
    public string SiteId { get; init; } = "";

    public string Method { get; init; } = "";

    public long Users { get; init; }
}
