using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Administers users. A change of the password, the role or the state of a user ends the sessions of the user. Thread-safe.</summary>
internal sealed class Users(
    Database database, UserStore store, LockOuts lockOuts, Sessions sessions, Logins logins, PasswordHasher hasher, InitialAdministrator initialAdministrator, TimeProvider time)
{
    /// <summary>The name of the first administrator.</summary>
    public const string Administrator = "admin";

    private const int MaxExternalNameLength = 56;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Returns all users by name.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<UserView>> ListAsync(CancellationToken cancellation)
    {
        var all = await database.ReadAsync(UserStore.ListAsync, cancellation).ConfigureAwait(false);
        var locked = (await lockOuts.ListAsync(cancellation).ConfigureAwait(false)).ToDictionary(account => account.Name, account => account.LockedUntil);
        return [.. all.Select(user => UserView.Of(user, locked.TryGetValue(user.Name, out var until) ? until : null))];
    }

    /// <exception cref="RequestException">400: the name or the password is invalid; 409: the name exists.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<UserView> CreateAsync(string name, string password, Role role, CancellationToken cancellation)
    {
        if (!UserNames.IsValid(name))
            throw new RequestException(StatusCodes.Status400BadRequest, $"The name of a user {UserNames.Rule}.");
        CheckNewPassword(password);
        var user = new User { Name = name, PasswordHash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false), RoleName = RoleNames.Of(role), Created = Now };
        if (!await database.WriteAsync(session => UserStore.InsertAsync(session, user), cancellation).ConfigureAwait(false))
            throw new RequestException(StatusCodes.Status409Conflict, $"The user {name} exists already.");
        return UserView.Of(user, null);
    }

    /// <exception cref="RequestException">404: the user does not exist; 409: the user is the last enabled administrator.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<UserView> SetDisabledAsync(string name, bool isDisabled, CancellationToken cancellation) => ChangeAsync(name, isDisabled, async session =>
    {
        await UserStore.SetDisabledAsync(session, name, isDisabled).ConfigureAwait(false);
        return isDisabled ? await SessionStore.EndAllAsync(session, name, Now).ConfigureAwait(false) : [];
    }, cancellation);

    /// <exception cref="RequestException">404: the user does not exist; 409: the user is the last enabled administrator.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<UserView> SetRoleAsync(string name, Role role, CancellationToken cancellation) => ChangeAsync(name, role != Role.Admin, async session =>
    {
        await UserStore.SetRoleAsync(session, name, role).ConfigureAwait(false);
        return await SessionStore.EndAllAsync(session, name, Now).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Unlocks a user who is locked after failed logins.</summary>
    /// <exception cref="RequestException">404: the user does not exist.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<UserView> UnlockAsync(string name, CancellationToken cancellation) => ChangeAsync(name, removesAdministrator: false, async session =>
    {
        await LockOuts.ClearAsync(session, name).ConfigureAwait(false);
        return [];
    }, cancellation);

    /// <summary>Sets the password of a user without knowing the current one, and unlocks the user.</summary>
    /// <exception cref="RequestException">400: the password is invalid; 404: the user does not exist.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<UserView> SetPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        CheckNewPassword(password);
        var hash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false);
        var view = await ChangeAsync(name, removesAdministrator: false, async session =>
        {
            await UserStore.SetPasswordAsync(session, name, hash).ConfigureAwait(false);
            await LockOuts.ClearAsync(session, name).ConfigureAwait(false);
            return await SessionStore.EndAllAsync(session, name, Now).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        initialAdministrator.PasswordChanged(name);
        return view;
    }

    /// <summary>Changes the password of the caller, and ends the caller's other sessions.</summary>
    /// <exception cref="RequestException">400: the new password is invalid; 403: the current one is wrong.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task ChangePasswordAsync(Caller caller, string currentPassword, string newPassword, CancellationToken cancellation)
    {
        CheckNewPassword(newPassword);
        if (await logins.VerifyAsync(caller.Name, currentPassword, cancellation).ConfigureAwait(false) is null)
            throw new RequestException(StatusCodes.Status403Forbidden, "The current password is wrong, or the account is locked after failed logins.");
        var hash = await hasher.HashAsync(newPassword, cancellation).ConfigureAwait(false);
        var ended = await database.WriteAsync(async session =>
        {
            await UserStore.SetPasswordAsync(session, caller.Name, hash).ConfigureAwait(false);
            return await SessionStore.EndAllAsync(session, caller.Name, Now, except: caller.SessionId).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        sessions.NotifyEnded(ended);
        initialAdministrator.PasswordChanged(caller.Name);
    }

    /// <summary>
    /// Returns the user of an external provider. The first time it is created with the role USER and a free name; it never becomes an existing user.
    /// </summary>
    /// <param name="provider">The provider, such as github.</param>
    /// <param name="subject">The identifier of the user at the provider.</param>
    /// <param name="preferredName">The name to start from; invalid characters are replaced, and a number is added to a name that exists.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<User> EnsureExternalAsync(string provider, string subject, string preferredName, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var baseName = ExternalName(preferredName);
        for (var number = 1; ; number++)
        {
            if (await UserStore.FindExternalAsync(session, provider, subject).ConfigureAwait(false) is { } user)
                return user;
            var name = number == 1 ? baseName : $"{baseName}-{number}";
            await UserStore.InsertAsync(session, new User { Name = name, RoleName = RoleNames.User, Created = Now, Provider = provider }, subject).ConfigureAwait(false);
        }
    }, cancellation);

    private async Task<UserView> ChangeAsync(string name, bool removesAdministrator, Func<DatabaseSession, Task<IReadOnlyList<string>>> change, CancellationToken cancellation)
    {
        var (user, ended) = await database.WriteAsync(async session =>
        {
            if (removesAdministrator && await store.LockAdministratorsAsync(session).ConfigureAwait(false) is [var last] && last == name)
                throw new RequestException(StatusCodes.Status409Conflict, $"{name} is the last enabled administrator. Enable or create another one first.");
            if (await store.LockAsync(session, name).ConfigureAwait(false) is null)
                throw new RequestException(StatusCodes.Status404NotFound, "The user does not exist.");
            var sessionIds = await change(session).ConfigureAwait(false);
            return ((await UserStore.FindAsync(session, name).ConfigureAwait(false))!, sessionIds);
        }, cancellation).ConfigureAwait(false);
        sessions.NotifyEnded(ended);
        var locked = await lockOuts.ListAsync(cancellation).ConfigureAwait(false);
        return UserView.Of(user, locked.FirstOrDefault(account => account.Name == name)?.LockedUntil);
    }

    private static void CheckNewPassword(string password)
    {
        if (password.Length is < PasswordRules.MinLength or > PasswordRules.MaxLength)
            throw new RequestException(StatusCodes.Status400BadRequest, $"The new password {PasswordRules.Rule}.");
    }

    private static string ExternalName(string preferred)
    {
        var characters = preferred.ToLowerInvariant().Take(MaxExternalNameLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '-');
        var name = string.Concat(characters).TrimStart('.', '_', '-');
        return name.Length == 0 ? "user" : name;
    }
}

/// <summary>A user in the responses of the administration.</summary>
/// <param name="Name">The unique name.</param>
/// <param name="Role">The role.</param>
/// <param name="Disabled">Whether the user cannot log in.</param>
/// <param name="LockedUntil">Until when the user is locked after failed logins; null if not.</param>
/// <param name="Created">When the user was created.</param>
/// <param name="Provider">The external provider that authenticates the user; null for a password.</param>
internal sealed record UserView(string Name, Role Role, bool Disabled, DateTimeOffset? LockedUntil, DateTimeOffset Created, string? Provider)
{
    public static UserView Of(User user, long? lockedUntil) => new(
        user.Name,
        user.Role,
        user.IsDisabled,
        lockedUntil is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        DateTimeOffset.FromUnixTimeMilliseconds(user.Created),
        user.Provider);
}
