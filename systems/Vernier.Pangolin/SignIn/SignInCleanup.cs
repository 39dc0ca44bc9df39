using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Email;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Oidc;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn;

/// <summary>Deletes old entries of the audit log, and codes, states and access tokens that have expired. Thread-safe.</summary>
internal sealed class SignInCleanup(Database database, PangolinSettings settings, TimeProvider time)
{
    /// <summary>How often it runs.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <exception cref="StorageException">The database is unavailable; nothing is deleted.</exception>
    public Task RunAsync(CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var now = time.GetUtcNow();
        var kept = (now - settings.Current.SignIn.AuditRetention).ToUnixTimeMilliseconds();
        await AuditStore.DeleteAsync(session, kept).ConfigureAwait(false);
        // Expired tokens are listed as long as the log mentions them.
        await AccessTokenStore.DeleteExpiredAsync(session, kept).ConfigureAwait(false);
        await HandoverCodes.DeleteExpiredAsync(session, now.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        await EmailCodeStore.DeleteExpiredAsync(session, now.ToUnixTimeMilliseconds()).ConfigureAwait(false);
        await OidcStates.DeleteExpiredAsync(session, now.ToUnixTimeMilliseconds()).ConfigureAwait(false);
    }, cancellation);
}
