using System.Net;
using System.Security.Cryptography;
using System.Text;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Caching;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>
/// Verifies user names and passwords that clients send with each request. Valid ones are remembered for 5 minutes, as a keyed hash, because a password hash
/// is slow. They are never valid after the password of the policy changed. Thread-safe.
/// </summary>
internal sealed class HeaderAuthentication(PasswordHasher hasher, Throttle throttle, TimeProvider time)
{
    private const int Capacity = 10_000;
    private const int MaxPasswordLength = 256;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ShortCache<bool> _valid = new(TimeSpan.FromMinutes(5), Capacity, time);

    /// <summary>Returns why credentials are rejected; null if they are valid.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async ValueTask<AuthFailureReason?> VerifyAsync(
        HeaderCredentials credentials, Resource resource, SignInPolicy policy, IPAddress? address, CancellationToken cancellation)
    {
        var key = KeyOf(credentials, policy);
        if (_valid.TryGet(key, out _))
            return null;
        ThrottleKey[] keys = [ThrottleKey.Resource(resource.Id, address), ThrottleKey.AllOf(resource.Id), ThrottleKey.Address(address)];
        if (await throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            return AuthFailureReason.Throttled;
        // A wrong user name takes as long as a wrong password.
        var hash = credentials.User == policy.HeaderUser ? policy.HeaderPasswordHash : null;
        if (credentials.Password.Length > MaxPasswordLength || !await hasher.VerifyAsync(credentials.Password, hash, cancellation).ConfigureAwait(false))
        {
            await throttle.FailedAsync(cancellation, keys).ConfigureAwait(false);
            return AuthFailureReason.InvalidCredentials;
        }
        if (!await throttle.SucceededAsync(cancellation, keys).ConfigureAwait(false))
            return AuthFailureReason.Throttled;
        _valid.Set(key, true, _valid.Generation);
        return null;
    }

    private string KeyOf(HeaderCredentials credentials, SignInPolicy policy) => Convert.ToHexString(
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{policy.HeaderPasswordHash}\n{policy.HeaderUser}\n{credentials.User}:{credentials.Password}")));
}
