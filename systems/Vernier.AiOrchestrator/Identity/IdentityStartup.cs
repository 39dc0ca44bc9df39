using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Creates the configured accounts and the first administrator.</summary>
internal sealed partial class IdentityStartup(
    Database database,
    UserStore users,
    PasswordHasher hasher,
    InitialAdministrator initialAdministrator,
    IOptions<AiOrchestratorOptions> options,
    TimeProvider time,
    ILogger<IdentityStartup> logger) : IHostedService
{
    private readonly IdentityOptions _options = options.Value.Identity;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var account in _options.Users)
            await ApplyAsync(account, cancellationToken).ConfigureAwait(false);
        // Without authentication, logins are not necessary.
        if (_options.RequireAuthentication)
            await EnsureAdministratorAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ApplyAsync(AccountOptions account, CancellationToken cancellation)
    {
        var existing = await database.ReadAsync(session => UserStore.FindAsync(session, account.Name), cancellation).ConfigureAwait(false);
        var isSamePassword = existing is not null && await hasher.VerifyAsync(account.Password, existing.PasswordHash, cancellation).ConfigureAwait(false);
        if (isSamePassword && existing!.RoleName == account.Role)
            return;

        var hash = isSamePassword ? existing!.PasswordHash! : await hasher.HashAsync(account.Password, cancellation).ConfigureAwait(false);
        await database.WriteAsync(async session =>
        {
            var user = new User { Name = account.Name, PasswordHash = hash, RoleName = account.Role, Created = Now };
            if (await UserStore.InsertAsync(session, user).ConfigureAwait(false))
                return;
            await UserStore.SetPasswordAsync(session, user.Name, hash).ConfigureAwait(false);
            await UserStore.SetRoleAsync(session, user.Name, user.Role).ConfigureAwait(false);
            await SessionStore.EndAllAsync(session, user.Name, Now).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        if (!isSamePassword)
            initialAdministrator.PasswordChanged(account.Name);
        LogApplied(account.Name, account.Role);
    }

    private async Task EnsureAdministratorAsync(CancellationToken cancellation)
    {
        var isGenerated = await database.WriteAsync(async session =>
        {
            if ((await users.LockAdministratorsAsync(session).ConfigureAwait(false)).Count > 0)
                return false;
            if (await UserStore.FindAsync(session, Users.Administrator).ConfigureAwait(false) is not null)
            {
                throw new AiOrchestratorException(
                    $"No enabled administrator exists, and the user {Users.Administrator} is disabled or has another role. Add an account with the role {RoleNames.Admin} to the option users of identity.");
            }
            // The file is written before the commit, so that a stored password is never lost.
            var password = _options.AdminPassword ?? initialAdministrator.Generate();
            var hash = await hasher.HashAsync(password, cancellation).ConfigureAwait(false);
            var administrator = new User { Name = Users.Administrator, PasswordHash = hash, RoleName = RoleNames.Admin, Created = Now };
            if (await UserStore.InsertAsync(session, administrator).ConfigureAwait(false))
                return _options.AdminPassword is null;
            // Another host created it at the same time, with its own password.
            initialAdministrator.PasswordChanged(Users.Administrator);
            return false;
        }, cancellation).ConfigureAwait(false);
        if (isGenerated)
            LogGenerated(Users.Administrator, initialAdministrator.PasswordFile);
    }

    [LoggerMessage(1, LogLevel.Information, "Created or updated the configured account {Account} with the role {Role}.")]
    private partial void LogApplied(string account, string role);

    [LoggerMessage(2, LogLevel.Information, "Created the administrator {Account}. The generated password is in {File}; change it after the first login.")]
    private partial void LogGenerated(string account, string? file);
}
