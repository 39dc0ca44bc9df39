using Microsoft.AspNetCore.Http;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Administers users and verifies their passwords. A new password ends the other sessions of the user, a new role all of them. Thread-safe.
/// </summary>
internal sealed class Users(Database database, UserStore store, Sessions sessions, PasswordHasher hasher, TimeProvider time)
{
    /// <summary>
    /// Returns the user with a name and a password; null if one of them is wrong. An unknown name takes as long as a wrong password. Does not throttle:
    /// use <see cref="Logins"/> for sign-ins.
    /// </summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User?> VerifyAsync(string name, string password, CancellationToken cancellation)
    {
        var row = UserRules.IsName(name) ? await database.ReadAsync(session => UserStore.FindByNameAsync(session, name), cancellation).ConfigureAwait(false) : null;
        if (password.Length > UserRules.MaxPasswordLength || !await hasher.VerifyAsync(password, row?.PasswordHash, cancellation).ConfigureAwait(false))
            return null;
        if (hasher.IsOutdated(row!.PasswordHash))
        {
            var hash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false);
            await database.WriteAsync(session => UserStore.ReplaceHashAsync(session, row.Id, row.PasswordHash, hash), cancellation).ConfigureAwait(false);
        }
        return row.ToUser();
    }

    /// <summary>Returns all users by name.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<IReadOnlyList<User>> ListAsync(CancellationToken cancellation) =>
        [.. (await database.ReadAsync(UserStore.ListAsync, cancellation).ConfigureAwait(false)).Select(row => row.ToUser())];

    /// <summary>Returns a user; null if it does not exist.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User?> FindAsync(string id, CancellationToken cancellation) =>
        (await database.ReadAsync(session => UserStore.FindAsync(session, id), cancellation).ConfigureAwait(false))?.ToUser();

    /// <exception cref="RequestException">422: a value is invalid; 409: the name or e-mail address is taken.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User> CreateAsync(string name, string? email, UserRole role, string password, CancellationToken cancellation)
    {
        Check(name, email, password);
        var row = await NewRowAsync(name, email, role, password, cancellation).ConfigureAwait(false);
        if (!await database.WriteAsync(session => UserStore.InsertAsync(session, row), cancellation).ConfigureAwait(false))
            throw new RequestException(StatusCodes.Status409Conflict, $"A user with the name {name} or this e-mail address exists already.");
        return row.ToUser();
    }

    /// <summary>Creates the first administrator; returns null if an administrator exists.</summary>
    /// <exception cref="RequestException">422: a value is invalid; 409: the name is taken.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User?> CreateFirstAdministratorAsync(string name, string password, CancellationToken cancellation)
    {
        Check(name, null, password);
        var row = await NewRowAsync(name, null, UserRole.Admin, password, cancellation).ConfigureAwait(false);
        return await database.WriteAsync(async session =>
        {
            if ((await store.LockAdministratorsAsync(session).ConfigureAwait(false)).Count > 0)
                return null;
            return await UserStore.InsertAsync(session, row).ConfigureAwait(false)
                ? row.ToUser()
                : throw new RequestException(StatusCodes.Status409Conflict, $"The user {name} exists already.");
        }, cancellation).ConfigureAwait(false);
    }

    /// <summary>Changes the e-mail address and the role of a user. A new role ends the sessions of the user.</summary>
    /// <exception cref="RequestException">404: the user does not exist; 409: the user is the last administrator, or the address is taken; 422: the address is invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<User> UpdateAsync(string id, string? email, UserRole role, CancellationToken cancellation)
    {
        CheckEmail(email);
        var address = email?.ToLowerInvariant();
        var ended = 0;
        var user = await database.WriteAsync(async session =>
        {
            if (role != UserRole.Admin)
                await KeepAdministratorAsync(session, id).ConfigureAwait(false);
            var row = await LockAsync(session, id).ConfigureAwait(false);
            if (address is not null && await UserStore.IsEmailTakenAsync(session, id, address).ConfigureAwait(false))
                throw new RequestException(StatusCodes.Status409Conflict, "Another user has this e-mail address.");
            await UserStore.UpdateAsync(session, id, address, role).ConfigureAwait(false);
            if (row.ToUser().Role != role)
                ended = await Sessions.RevokeUserAsync(session, id).ConfigureAwait(false);
            return row.ToUser() with { Email = address, Role = role };
        }, cancellation).ConfigureAwait(false);
        sessions.Revoked(RevocationReason.Administrator, ended);
        return user;
    }

    /// <summary>Deletes a user with its sessions.</summary>
    /// <exception cref="RequestException">404: the user does not exist; 409: the user is the last administrator.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        var ended = await database.WriteAsync(async session =>
        {
            await KeepAdministratorAsync(session, id).ConfigureAwait(false);
            await LockAsync(session, id).ConfigureAwait(false);
            await UserStore.DeleteAsync(session, id).ConfigureAwait(false);
            return await Sessions.RevokeUserAsync(session, id).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        sessions.Revoked(RevocationReason.UserDeleted, ended);
    }

    /// <summary>Sets the password of a user without knowing the current one, and ends the sessions of the user except one.</summary>
    /// <exception cref="RequestException">404: the user does not exist; 422: the password is invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task SetPasswordAsync(string id, string password, string? keepSession, CancellationToken cancellation)
    {
        if (!UserRules.IsPassword(password))
            throw Invalid($"The new password {UserRules.PasswordRule}.");
        var hash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false);
        var ended = await database.WriteAsync(async session =>
        {
            await LockAsync(session, id).ConfigureAwait(false);
            await UserStore.SetPasswordAsync(session, id, hash).ConfigureAwait(false);
            return await Sessions.RevokeUserAsync(session, id, keepSession).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        sessions.Revoked(RevocationReason.PasswordChange, ended);
    }

    /// <summary>Whether an administrator exists.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<bool> HasAdministratorAsync(CancellationToken cancellation) => database.ReadAsync(
        async session => (await UserStore.ListAsync(session).ConfigureAwait(false)).Any(row => row.Role == nameof(UserRole.Admin)), cancellation);

    private async Task<UserRow> NewRowAsync(string name, string? email, UserRole role, string password, CancellationToken cancellation) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N"),
        Name = name,
        Email = email?.ToLowerInvariant(),
        Role = role.ToString(),
        PasswordHash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false),
        Created = time.GetUtcNow().ToUnixTimeMilliseconds(),
    };

    private async Task<UserRow> LockAsync(DatabaseSession session, string id) => await store.LockAsync(session, id).ConfigureAwait(false)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The user does not exist.");

    private async Task KeepAdministratorAsync(DatabaseSession session, string id)
    {
        if (await store.LockAdministratorsAsync(session).ConfigureAwait(false) is [var last] && last == id)
            throw new RequestException(StatusCodes.Status409Conflict, "The user is the last administrator. Create another one first.");
    }

    private static void Check(string name, string? email, string password)
    {
        List<string> errors = [];
        if (!UserRules.IsName(name))
            errors.Add($"The name {UserRules.NameRule}.");
        if (email is not null && !UserRules.IsEmail(email))
            errors.Add($"The e-mail address {UserRules.EmailRule}.");
        if (!UserRules.IsPassword(password))
            errors.Add($"The password {UserRules.PasswordRule}.");
        if (errors.Count > 0)
            throw Invalid(string.Join(' ', errors));
    }

    private static void CheckEmail(string? email)
    {
        if (email is not null && !UserRules.IsEmail(email))
            throw Invalid($"The e-mail address {UserRules.EmailRule}.");
    }

    private static RequestException Invalid(string message) => new(StatusCodes.Status422UnprocessableEntity, message);
}
