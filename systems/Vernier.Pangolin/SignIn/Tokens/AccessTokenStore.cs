using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Tokens;

/// <summary>The table of access tokens, of which only hashes are stored.</summary>
internal static class AccessTokenStore
{
    private const string Columns = "id, resource_id, name, created, expires";

    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_access_tokens(
            id text PRIMARY KEY, resource_id text NOT NULL REFERENCES pangolin_resources(id) ON DELETE CASCADE, name text NOT NULL, token_hash text NOT NULL UNIQUE,
            created bigint NOT NULL, expires bigint);
        CREATE INDEX IF NOT EXISTS pangolin_access_tokens_resource ON pangolin_access_tokens(resource_id);
        """);

    public static Task InsertAsync(DatabaseSession session, AccessToken token, string hash) => session.ExecuteAsync(
        $"INSERT INTO pangolin_access_tokens({Columns}, token_hash) VALUES (@Id, @ResourceId, @Name, @Created, CAST(@Expires AS bigint), @Hash)",
        new { token.Id, token.ResourceId, token.Name, token.Created, token.Expires, Hash = hash });

    public static Task<AccessToken?> FindByHashAsync(DatabaseSession session, string hash) =>
        session.FirstOrDefaultAsync<AccessToken>($"SELECT {Columns} FROM pangolin_access_tokens WHERE token_hash = @Hash", new { Hash = hash });

    public static Task<AccessToken?> FindAsync(DatabaseSession session, string id) =>
        session.FirstOrDefaultAsync<AccessToken>($"SELECT {Columns} FROM pangolin_access_tokens WHERE id = @Id", new { Id = id });

    public static Task<IReadOnlyList<AccessToken>> ListAsync(DatabaseSession session, string resourceId) =>
        session.QueryAsync<AccessToken>($"SELECT {Columns} FROM pangolin_access_tokens WHERE resource_id = @Id ORDER BY created DESC, id", new { Id = resourceId });

    public static async Task<bool> DeleteAsync(DatabaseSession session, string resourceId, string id) => await session.ExecuteAsync(
        "DELETE FROM pangolin_access_tokens WHERE id = @Id AND resource_id = @ResourceId", new { Id = id, ResourceId = resourceId }).ConfigureAwait(false) == 1;

    /// <summary>Deletes tokens that expired before a time, in Unix milliseconds.</summary>
    public static Task DeleteExpiredAsync(DatabaseSession session, long before) =>
        session.ExecuteAsync("DELETE FROM pangolin_access_tokens WHERE expires < @Before", new { Before = before });
}
