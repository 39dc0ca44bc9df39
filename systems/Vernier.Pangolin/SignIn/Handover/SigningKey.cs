using System.Buffers.Text;
using System.Security.Cryptography;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>The key that signs tickets, which all servers share through the database. Thread-safe.</summary>
internal sealed class SigningKey(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_sign_in_keys(name text PRIMARY KEY, value text NOT NULL);
        """);

    private const string Name = "ticket";
    private const int KeyBytes = 32;

    private byte[]? _key;

    /// <summary>Returns the key, and creates it if there is none.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async ValueTask<byte[]> GetAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _key) is { } known)
            return known;
        var stored = await database.WriteAsync(async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO pangolin_sign_in_keys(name, value) VALUES (@Name, @Value) ON CONFLICT DO NOTHING",
                new { Name, Value = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes)) }).ConfigureAwait(false);
            return await session.FirstOrDefaultAsync<string>("SELECT value FROM pangolin_sign_in_keys WHERE name = @Name", new { Name }).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        var key = Base64Url.DecodeFromChars(stored);
        Volatile.Write(ref _key, key);
        return key;
    }
}
