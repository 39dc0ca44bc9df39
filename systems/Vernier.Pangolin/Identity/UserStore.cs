using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>The statements for users. Thread-safe.</summary>
internal sealed class UserStore(Database database)
{
    private const string Columns = "id, name, email, role, password_hash, created";

    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_users(
            id text PRIMARY KEY, name text NOT NULL UNIQUE, email text UNIQUE, role text NOT NULL, password_hash text NOT NULL, created bigint NOT NULL);
        """);

    public static Task<IReadOnlyList<UserRow>> ListAsync(DatabaseSession session) =>
        session.QueryAsync<UserRow>($"SELECT {Columns} FROM pangolin_users ORDER BY name");

    public static Task<UserRow?> FindAsync(DatabaseSession session, string id) =>
        session.FirstOrDefaultAsync<UserRow>($"SELECT {Columns} FROM pangolin_users WHERE id = @Id", new { Id = id });

    public static Task<UserRow?> FindByNameAsync(DatabaseSession session, string name) =>
        session.FirstOrDefaultAsync<UserRow>($"SELECT {Columns} FROM pangolin_users WHERE name = @Name", new { Name = name });

    /// <summary>Returns the user if it exists, and locks it until the end of the transaction.</summary>
    public Task<UserRow?> LockAsync(DatabaseSession session, string id) =>
        session.FirstOrDefaultAsync<UserRow>($"SELECT {Columns} FROM pangolin_users WHERE id = @Id {database.ForUpdate}", new { Id = id });

    /// <summary>Returns the identifiers of the administrators, and locks them until the end of the transaction.</summary>
    public Task<IReadOnlyList<string>> LockAdministratorsAsync(DatabaseSession session) =>
        session.QueryAsync<string>($"SELECT id FROM pangolin_users WHERE role = @Role ORDER BY id {database.ForUpdate}", new { Role = nameof(UserRole.Admin) });

    /// <summary>Adds a user. Returns false if the name or the e-mail address is taken.</summary>
    public static async Task<bool> InsertAsync(DatabaseSession session, UserRow user) => await session.ExecuteAsync("""
        INSERT INTO pangolin_users(id, name, email, role, password_hash, created) VALUES (@Id, @Name, CAST(@Email AS text), @Role, @PasswordHash, @Created)
        ON CONFLICT DO NOTHING
        """, user).ConfigureAwait(false) == 1;

    /// <summary>Whether another user has an e-mail address.</summary>
    public static async Task<bool> IsEmailTakenAsync(DatabaseSession session, string id, string email) => await session.FirstOrDefaultAsync<string>(
        "SELECT id FROM pangolin_users WHERE email = @Email AND id <> @Id", new { Id = id, Email = email }).ConfigureAwait(false) is not null;

    public static Task UpdateAsync(DatabaseSession session, string id, string? email, UserRole role) => session.ExecuteAsync(
        "UPDATE pangolin_users SET email = CAST(@Email AS text), role = @Role WHERE id = @Id", new { Id = id, Email = email, Role = role.ToString() });

    public static Task SetPasswordAsync(DatabaseSession session, string id, string hash) =>
        session.ExecuteAsync("UPDATE pangolin_users SET password_hash = @Hash WHERE id = @Id", new { Id = id, Hash = hash });

    /// <summary>Replaces the hash of an unchanged password.</summary>
    public static Task ReplaceHashAsync(DatabaseSession session, string id, string oldHash, string newHash) => session.ExecuteAsync(
        "UPDATE pangolin_users SET password_hash = @NewHash WHERE id = @Id AND password_hash = @OldHash", new { Id = id, OldHash = oldHash, NewHash = newHash });

    public static Task DeleteAsync(DatabaseSession session, string id) => session.ExecuteAsync("DELETE FROM pangolin_users WHERE id = @Id", new { Id = id });
}
