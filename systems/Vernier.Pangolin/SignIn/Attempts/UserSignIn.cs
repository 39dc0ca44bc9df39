using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>Signs in users of this server with name and password. Thread-safe.</summary>
internal sealed class UserSignIn(Logins logins, AttemptEnd end)
{
    /// <summary>Verifies the name and the password, and whether the user may use the resource.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> VerifyAsync(SignInAttempt attempt, string name, string password, CancellationToken cancellation)
    {
        if (!attempt.Policy.Has(AuthMethod.Session))
            return end.Fail(attempt, AuthMethod.Session, AuthFailureReason.NoMoreMethods);
        var login = await logins.VerifyAsync(name, password, attempt.Address, cancellation).ConfigureAwait(false);
        if (login.User is not { } user)
            return end.Fail(attempt, AuthMethod.Session, login.IsThrottled ? AuthFailureReason.Throttled : AuthFailureReason.InvalidCredentials);
        return attempt.Policy.Users.Count > 0 && !attempt.Policy.Users.Contains(user.Id)
            ? end.Fail(attempt, AuthMethod.Session, AuthFailureReason.InvalidCredentials)
            : await end.SucceedAsync(attempt, new SignedInUser(AuthMethod.Session, user.Name, user.Id), cancellation).ConfigureAwait(false);
    }
}
