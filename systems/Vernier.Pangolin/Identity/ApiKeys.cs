using System.Buffers.Text;
using System.Security.Cryptography;
using Vernier.Services;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>The keys of the integration API, of which only hashes are stored. A key has the rights of an administrator. Thread-safe.</summary>
internal sealed class ApiKeys(Database database, TimeProvider time)
{
    public const string Prefix = "pgk_";

    private const int KeyBytes = 32;

    /// <summary>Keys of other lengths are not looked up.</summary>
    private const int KeyLength = 47;

    private const string Columns = "id, name, created, last_used";

    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_api_keys(id text PRIMARY KEY, name text NOT NULL, key_hash text NOT NULL UNIQUE, created bigint NOT NULL, last_used bigint);
        """);

    /// <summary>The precision of the time of the last use, so that requests in sequence do not write to the database.</summary>
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Creates a key. The second value is the secret text, which is not available later.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<(ApiKey Key, string Text)> CreateAsync(string name, CancellationToken cancellation)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        var key = new ApiKey { Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), Name = name, Created = Now };
        await database.WriteAsync(session => session.ExecuteAsync(
            "INSERT INTO pangolin_api_keys(id, name, key_hash, created, last_used) VALUES (@Id, @Name, @Hash, @Created, NULL)",
            new { key.Id, key.Name, Hash = TextHash.Of(text), key.Created }), cancellation).ConfigureAwait(false);
        return (key, text);
    }

    /// <summary>Returns the key of a text; null if it does not exist.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<ApiKey?> ValidateAsync(string text, CancellationToken cancellation)
    {
        if (text.Length != KeyLength || !text.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var key = await database.ReadAsync(session => session.FirstOrDefaultAsync<ApiKey>(
            $"SELECT {Columns} FROM pangolin_api_keys WHERE key_hash = @Hash", new { Hash = TextHash.Of(text) }), cancellation).ConfigureAwait(false);
        var now = Now;
        if (key is not null && now - (key.LastUsed ?? 0) >= (long)UsePrecision.TotalMilliseconds)
        {
            await database.WriteAsync(session => session.ExecuteAsync(
                "UPDATE pangolin_api_keys SET last_used = @Now WHERE id = @Id", new { key.Id, Now = now }), cancellation).ConfigureAwait(false);
        }
        return key;
    }

    /// <summary>Returns all keys, the oldest first.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation) =>
        database.ReadAsync(session => session.QueryAsync<ApiKey>($"SELECT {Columns} FROM pangolin_api_keys ORDER BY created, id"), cancellation);

    /// <summary>Revokes a key. Returns whether it existed.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> RevokeAsync(string id, CancellationToken cancellation) => database.WriteAsync(async session =>
        await session.ExecuteAsync("DELETE FROM pangolin_api_keys WHERE id = @Id", new { Id = id }).ConfigureAwait(false) == 1, cancellation);
}

/// <summary>An API key without its secret. Times are Unix milliseconds.</summary>
internal sealed record ApiKey
{
    public string Id { get; init; } = "";

    public string Name { get; init; } = "";

    public long Created { get; init; }

    /// <summary>When the key was last used, with a precision of one minute; null if it was not used.</summary>
    public long? LastUsed { get; init; }
}
