using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// Failed logins by account name, shared by all hosts. Unknown names are locked like those of users, so that neither the response nor its time reveals
/// which names exist. Thread-safe.
/// </summary>
internal sealed class LockOuts(Database database, IOptions<AiOrchestratorOptions> options, TimeProvider time)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_login_failures (
            name text PRIMARY KEY,
            failures bigint NOT NULL,
            last_failure bigint NOT NULL,
            locked_until bigint NOT NULL);
        """);

    private readonly IdentityOptions _options = options.Value.Identity;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private long Duration => (long)_options.LockOutDuration.TotalMilliseconds;

    /// <summary>Returns whether an account is locked.</summary>
    public async Task<bool> IsLockedAsync(DatabaseSession session, string name) => await session.FirstOrDefaultAsync<string>(
        "SELECT name FROM orchestrator_login_failures WHERE name = @Name AND locked_until > @Now", new { Name = name, Now }).ConfigureAwait(false) is not null;

    /// <summary>Returns the locked accounts of users, and until when they are locked, in Unix milliseconds.</summary>
    public Task<IReadOnlyList<LockedAccount>> ListAsync(CancellationToken cancellation) => database.ReadAsync(session => session.QueryAsync<LockedAccount>(
        "SELECT f.name, f.locked_until FROM orchestrator_login_failures f JOIN orchestrator_users u ON u.name = f.name WHERE f.locked_until > @Now", new { Now }), cancellation);

    /// <summary>Counts a failed login; the last one that is allowed locks the account. Returns whether it did.</summary>
    public async Task<bool> AddFailureAsync(DatabaseSession session, string name)
    {
        var now = Now;
        var failures = await session.FirstOrDefaultAsync<long>("""
            INSERT INTO orchestrator_login_failures (name, failures, last_failure, locked_until) VALUES (@Name, 1, @Now, 0)
            ON CONFLICT (name) DO UPDATE SET
                failures = CASE WHEN orchestrator_login_failures.last_failure < @Since THEN 1 ELSE orchestrator_login_failures.failures + 1 END,
                last_failure = @Now
            RETURNING failures
            """, new { Name = name, Now = now, Since = now - Duration }).ConfigureAwait(false);
        if (failures < _options.LockOutFailures)
            return false;
        await session.ExecuteAsync("UPDATE orchestrator_login_failures SET failures = 0, locked_until = @Until WHERE name = @Name", new { Name = name, Until = now + Duration })
            .ConfigureAwait(false);
        return true;
    }

    /// <summary>Unlocks an account and forgets its failed logins.</summary>
    public static Task ClearAsync(DatabaseSession session, string name) =>
        session.ExecuteAsync("DELETE FROM orchestrator_login_failures WHERE name = @Name", new { Name = name });

    /// <summary>Deletes failed logins that do not count anymore.</summary>
    public Task PurgeAsync(DatabaseSession session) => session.ExecuteAsync(
        "DELETE FROM orchestrator_login_failures WHERE last_failure < @Since AND locked_until <= @Now", new { Now, Since = Now - Duration });
}

/// <summary>An account that is locked until a time, in Unix milliseconds.</summary>
internal sealed class LockedAccount
{
    public string Name { get; init; } = "";

    public long LockedUntil { get; init; }
}
