using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Verifies passwords and locks accounts. Unknown, disabled and locked users take the same time as a wrong password. Thread-safe.</summary>
internal sealed partial class Logins(Database database, UserStore users, LockOuts lockOuts, PasswordHasher hasher, BlockedAccounts blocked, ILogger<Logins> logger)
{
    /// <summary>Returns the user with a name and a password; null if the login fails for any reason.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User?> VerifyAsync(string name, string password, CancellationToken cancellation)
    {
        var isName = UserNames.IsValid(name);
        var candidate = isName ? await database.ReadAsync(session => UserStore.FindAsync(session, name), cancellation).ConfigureAwait(false) : null;
        var isValid = password.Length <= PasswordRules.MaxLength && await hasher.VerifyAsync(password, candidate?.PasswordHash, cancellation).ConfigureAwait(false);
        if (!isName)
            return null;

        var newHash = isValid && hasher.IsOutdated(candidate!.PasswordHash!) ? await hasher.HashAsync(password, cancellation).ConfigureAwait(false) : null;
        var attempt = await database.WriteAsync(session => CompleteAsync(session, name, isValid ? candidate : null, newHash), cancellation).ConfigureAwait(false);
        if (attempt.HasLocked)
        {
            LogLocked(name);
            await blocked.RefreshAsync(cancellation).ConfigureAwait(false);
        }
        return attempt.User;
    }

    private async Task<(User? User, bool HasLocked)> CompleteAsync(DatabaseSession session, string name, User? verified, string? newHash)
    {
        var user = await users.LockAsync(session, name).ConfigureAwait(false);
        if (await lockOuts.IsLockedAsync(session, name).ConfigureAwait(false))
            return (null, false);
        // The password may have changed since it was verified.
        if (verified is null || user is not { IsDisabled: false } || user.PasswordHash != verified.PasswordHash)
            return (null, await lockOuts.AddFailureAsync(session, name).ConfigureAwait(false));
        await LockOuts.ClearAsync(session, name).ConfigureAwait(false);
        if (newHash is not null)
            await UserStore.ReplaceHashAsync(session, name, user.PasswordHash!, newHash).ConfigureAwait(false);
        return (user, false);
    }

    [LoggerMessage(1, LogLevel.Warning, "The account {Account} is locked after repeated failed logins.")]
    private partial void LogLocked(string account);
}
