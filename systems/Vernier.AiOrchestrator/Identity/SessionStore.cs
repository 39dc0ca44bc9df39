using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The statements for sessions and their refresh tokens, of which only hashes are stored. Times are Unix milliseconds. Thread-safe.</summary>
internal sealed class SessionStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_sessions (
            id text PRIMARY KEY,
            user_name text NOT NULL,
            created bigint NOT NULL,
            expires bigint NOT NULL,
            ended bigint NOT NULL);
        CREATE INDEX IF NOT EXISTS orchestrator_sessions_user ON orchestrator_sessions (user_name);
        CREATE TABLE IF NOT EXISTS orchestrator_refresh_tokens (
            hash text PRIMARY KEY,
            session_id text NOT NULL,
            expires bigint NOT NULL,
            used bigint NOT NULL);
        CREATE INDEX IF NOT EXISTS orchestrator_refresh_tokens_expires ON orchestrator_refresh_tokens (expires);
        """);

    public static Task InsertAsync(DatabaseSession session, string id, string user, long now, long expires) => session.ExecuteAsync(
        "INSERT INTO orchestrator_sessions (id, user_name, created, expires, ended) VALUES (@Id, @User, @Now, @Expires, 0)", new { Id = id, User = user, Now = now, Expires = expires });

    public static Task InsertTokenAsync(DatabaseSession session, string hash, string sessionId, long expires) => session.ExecuteAsync(
        "INSERT INTO orchestrator_refresh_tokens (hash, session_id, expires, used) VALUES (@Hash, @SessionId, @Expires, 0)", new { Hash = hash, SessionId = sessionId, Expires = expires });

    public static async Task<bool> IsActiveAsync(DatabaseSession session, string id) =>
        await session.FirstOrDefaultAsync<string>("SELECT id FROM orchestrator_sessions WHERE id = @Id AND ended = 0", new { Id = id }).ConfigureAwait(false) is not null;

    /// <summary>Returns a refresh token that no other transaction changes until the end of this one.</summary>
    public Task<RefreshToken?> LockTokenAsync(DatabaseSession session, string hash) => session.FirstOrDefaultAsync<RefreshToken>(
        $"SELECT session_id, expires, used FROM orchestrator_refresh_tokens WHERE hash = @Hash {database.ForUpdate}", new { Hash = hash });

    /// <summary>Returns the user of an active session that no other transaction changes until the end of this one; null if it has ended.</summary>
    public Task<string?> LockUserOfAsync(DatabaseSession session, string id) => session.FirstOrDefaultAsync<string>(
        $"SELECT user_name FROM orchestrator_sessions WHERE id = @Id AND ended = 0 {database.ForUpdate}", new { Id = id });

    /// <summary>Marks a refresh token as used and extends its session.</summary>
    public static async Task RotateAsync(DatabaseSession session, string usedHash, string newHash, string sessionId, long now, long expires)
    {
        await session.ExecuteAsync("UPDATE orchestrator_refresh_tokens SET used = @Now WHERE hash = @Hash", new { Hash = usedHash, Now = now }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE orchestrator_sessions SET expires = @Expires WHERE id = @Id", new { Id = sessionId, Expires = expires }).ConfigureAwait(false);
        await InsertTokenAsync(session, newHash, sessionId, expires).ConfigureAwait(false);
    }

    /// <summary>Ends a session; returns its id, or nothing if it had ended.</summary>
    public static Task<IReadOnlyList<string>> EndAsync(DatabaseSession session, string id, long now) => session.QueryAsync<string>(
        "UPDATE orchestrator_sessions SET ended = @Now WHERE id = @Id AND ended = 0 RETURNING id", new { Id = id, Now = now });

    /// <summary>Ends the sessions of a user, except one; returns their ids.</summary>
    public static Task<IReadOnlyList<string>> EndAllAsync(DatabaseSession session, string user, long now, string except = "") => session.QueryAsync<string>(
        "UPDATE orchestrator_sessions SET ended = @Now WHERE user_name = @User AND ended = 0 AND id <> @Except RETURNING id", new { User = user, Now = now, Except = except });

    /// <summary>Deletes what expired before a time; returns the number of refresh tokens.</summary>
    public static async Task<int> PurgeAsync(DatabaseSession session, long before)
    {
        var tokens = await session.ExecuteAsync("DELETE FROM orchestrator_refresh_tokens WHERE expires < @Before", new { Before = before }).ConfigureAwait(false);
        await session.ExecuteAsync("DELETE FROM orchestrator_sessions WHERE expires < @Before", new { Before = before }).ConfigureAwait(false);
        return tokens;
    }
}

/// <summary>A refresh token, as stored.</summary>
internal sealed class RefreshToken
{
    public string SessionId { get; init; } = "";

    public long Expires { get; init; }

    /// <summary>When it was exchanged; 0 if it was not.</summary>
    public long Used { get; init; }
}
