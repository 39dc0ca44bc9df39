using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Handover;

/// <summary>Signs tickets (HMAC SHA-256) and verifies them. Thread-safe.</summary>
internal sealed class Tickets(SigningKey key, TimeProvider time)
{
    /// <summary>How long a person can take to sign in.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int MaxLength = 8_192;

    /// <summary>Creates a ticket.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<string> CreateAsync(string resourceId, string origin, string path, string binding, CancellationToken cancellation)
    {
        var ticket = new SignInTicket(resourceId, origin, path, binding, (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds());
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(ticket));
        return $"{content}.{Sign(content, await key.GetAsync(cancellation).ConfigureAwait(false))}";
    }

    /// <summary>Returns a valid ticket; null if it is missing, forged or expired.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInTicket?> ReadAsync(string? text, CancellationToken cancellation)
    {
        if (text is not { Length: > 0 and <= MaxLength } || text.Split('.') is not [var content, var signature])
            return null;
        var expected = Sign(content, await key.GetAsync(cancellation).ConfigureAwait(false));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(expected)))
            return null;
        var ticket = JsonSerializer.Deserialize<SignInTicket>(Base64Url.DecodeFromChars(content));
        return ticket?.Expires > time.GetUtcNow().ToUnixTimeMilliseconds() ? ticket : null;
    }

    private static string Sign(string content, byte[] key) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)));
}
