using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace Vernier.Services.Passwords;

/// <summary>
/// Hashes passwords with PBKDF2 (RFC 8018) and HMAC SHA-512. The iterations follow the OWASP Password Storage Cheat Sheet. A hash contains its
/// parameters, so that they can change. At most one hash per processor is computed at a time, so that a flood of logins leaves time for other requests.
/// Thread-safe.
/// </summary>
internal sealed class PasswordHasher(int iterations = 210_000) : IDisposable
{
    private const string Algorithm = "pbkdf2-sha512";
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    /// <summary>What the password of an unknown user is compared with. No password has this hash.</summary>
    private readonly StoredHash _unknown = new(iterations, RandomNumberGenerator.GetBytes(SaltBytes), RandomNumberGenerator.GetBytes(HashBytes));

    /// <summary>Hashes a new password.</summary>
    public async Task<string> HashAsync(string password, CancellationToken cancellation)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var hash = await ComputeAsync(password, salt, iterations, cancellation).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"{Algorithm}${iterations}${Base64Url.EncodeToString(salt)}${Base64Url.EncodeToString(hash)}");
    }

    /// <summary>Compares a password with a hash, in constant time. Without a hash it takes as long, and the result is false.</summary>
    /// <exception cref="FormatException">The hash is invalid.</exception>
    public async Task<bool> VerifyAsync(string password, string? storedHash, CancellationToken cancellation)
    {
        var expected = storedHash is null ? _unknown : Parse(storedHash);
        var actual = await ComputeAsync(password, expected.Salt, expected.Iterations, cancellation).ConfigureAwait(false);
        return CryptographicOperations.FixedTimeEquals(actual, expected.Hash) && storedHash is not null;
    }

    /// <summary>Whether a hash was created with other parameters than new ones.</summary>
    public bool IsOutdated(string storedHash) => Parse(storedHash).Iterations != iterations;

    public void Dispose() => _turns.Dispose();

    private async Task<byte[]> ComputeAsync(string password, byte[] salt, int rounds, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA512, HashBytes);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static StoredHash Parse(string text) =>
        text.Split('$') is [Algorithm, var rounds, var salt, var hash] && int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
            ? new(count, Base64Url.DecodeFromChars(salt), Base64Url.DecodeFromChars(hash))
            : throw new FormatException($"A stored password hash is invalid. It must start with {Algorithm}.");

    private sealed record StoredHash(int Iterations, byte[] Salt, byte[] Hash);
}
