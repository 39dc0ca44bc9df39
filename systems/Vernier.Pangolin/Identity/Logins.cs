using System.Net;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>Signs in users with name and password, throttled by account and address. Thread-safe.</summary>
internal sealed partial class Logins(Users users, Throttle throttle, ILogger<Logins> logger)
{
    /// <summary>Verifies a name and a password.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<LoginResult> VerifyAsync(string name, string password, IPAddress? address, CancellationToken cancellation)
    {
        var account = name.Trim().ToLowerInvariant();
        ThrottleKey[] keys = [ThrottleKey.Account(account), ThrottleKey.Address(address)];
        if (await throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            return new(null, true);
        var user = await users.VerifyAsync(account, password, cancellation).ConfigureAwait(false);
        if (user is not null)
            return await throttle.SucceededAsync(cancellation, keys).ConfigureAwait(false) ? new(user, false) : new(null, true);
        if (await throttle.FailedAsync(cancellation, keys).ConfigureAwait(false))
            LogBlocked(address?.ToString() ?? "unknown");
        return new(null, false);
    }

    // Without the name, which can be a password in the wrong field.
    [LoggerMessage(1, LogLevel.Warning, "Sign-in is blocked for an account or address after repeated failures; the last one came from {Address}.")]
    private partial void LogBlocked(string address);
}

/// <summary>The result of a sign-in.</summary>
/// <param name="User">The user; null if the sign-in failed.</param>
/// <param name="IsThrottled">Whether it failed because of repeated failures.</param>
internal readonly record struct LoginResult(User? User, bool IsThrottled);
