using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The statements for users. Thread-safe.</summary>
internal sealed class UserStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS orchestrator_users (
            name text PRIMARY KEY,
            password_hash text NULL,
            role_name text NOT NULL,
            disabled bigint NOT NULL,
            created bigint NOT NULL,
            provider text NULL,
            subject text NULL,
            UNIQUE (provider, subject));
        """);

    private const string Columns = "name, password_hash, role_name, disabled, created, provider";

    public static Task<IReadOnlyList<User>> ListAsync(DatabaseSession session) =>
        session.QueryAsync<User>($"SELECT {Columns} FROM orchestrator_users ORDER BY name");

    public static Task<User?> FindAsync(DatabaseSession session, string name) =>
        session.FirstOrDefaultAsync<User>($"SELECT {Columns} FROM orchestrator_users WHERE name = @Name", new { Name = name });

    /// <summary>Returns a user whose row no other transaction changes until the end of this one.</summary>
    public Task<User?> LockAsync(DatabaseSession session, string name) =>
        session.FirstOrDefaultAsync<User>($"SELECT {Columns} FROM orchestrator_users WHERE name = @Name {database.ForUpdate}", new { Name = name });

    /// <summary>Returns the names of the enabled administrators, whose rows no other transaction changes until the end of this one.</summary>
    public Task<IReadOnlyList<string>> LockAdministratorsAsync(DatabaseSession session) => session.QueryAsync<string>(
        $"SELECT name FROM orchestrator_users WHERE role_name = @Role AND disabled = 0 ORDER BY name {database.ForUpdate}", new { Role = RoleNames.Admin });

    public static Task<User?> FindExternalAsync(DatabaseSession session, string provider, string subject) => session.FirstOrDefaultAsync<User>(
        $"SELECT {Columns} FROM orchestrator_users WHERE provider = @Provider AND subject = @Subject", new { Provider = provider, Subject = subject });

    /// <summary>Stores a user; returns false if the name or the external user exists.</summary>
    public static async Task<bool> InsertAsync(DatabaseSession session, User user, string? subject = null) => await session.ExecuteAsync("""
        INSERT INTO orchestrator_users (name, password_hash, role_name, disabled, created, provider, subject)
        VALUES (@Name, @PasswordHash, @RoleName, 0, @Created, @Provider, @Subject)
        ON CONFLICT DO NOTHING
        """, new { user.Name, user.PasswordHash, user.RoleName, user.Created, user.Provider, Subject = subject }).ConfigureAwait(false) > 0;

    public static Task SetPasswordAsync(DatabaseSession session, string name, string hash) =>
        session.ExecuteAsync("UPDATE orchestrator_users SET password_hash = @Hash WHERE name = @Name", new { Name = name, Hash = hash });

    /// <summary>Replaces a password hash by one with other parameters, unless the password was changed in the meantime.</summary>
    public static Task ReplaceHashAsync(DatabaseSession session, string name, string oldHash, string newHash) => session.ExecuteAsync(
        "UPDATE orchestrator_users SET password_hash = @NewHash WHERE name = @Name AND password_hash = @OldHash", new { Name = name, OldHash = oldHash, NewHash = newHash });

    public static Task SetRoleAsync(DatabaseSession session, string name, Role role) =>
        session.ExecuteAsync("UPDATE orchestrator_users SET role_name = @Role WHERE name = @Name", new { Name = name, Role = RoleNames.Of(role) });

    public static Task SetDisabledAsync(DatabaseSession session, string name, bool isDisabled) =>
        session.ExecuteAsync("UPDATE orchestrator_users SET disabled = @Disabled WHERE name = @Name", new { Name = name, Disabled = isDisabled ? 1L : 0L });
}
