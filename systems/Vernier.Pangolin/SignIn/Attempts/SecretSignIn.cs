using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>Signs in with the password or the pincode of a resource. Thread-safe.</summary>
internal sealed class SecretSignIn(PasswordHasher hasher, Throttle throttle, AttemptEnd end)
{
    private const int MaxSecretLength = 256;

    /// <summary>Verifies the password or the pincode.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> VerifyAsync(SignInAttempt attempt, AuthMethod method, string secret, CancellationToken cancellation)
    {
        if (!attempt.Policy.Has(method))
            return end.Fail(attempt, method, AuthFailureReason.NoMoreMethods);
        ThrottleKey[] keys = [ThrottleKey.Resource(attempt.Resource.Id, attempt.Address), ThrottleKey.AllOf(attempt.Resource.Id), ThrottleKey.Address(attempt.Address)];
        if (await throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            return end.Fail(attempt, method, AuthFailureReason.Throttled);
        var hash = method == AuthMethod.Password ? attempt.Policy.PasswordHash : attempt.Policy.PincodeHash;
        if (secret.Length > MaxSecretLength || !await hasher.VerifyAsync(secret, hash, cancellation).ConfigureAwait(false))
        {
            await throttle.FailedAsync(cancellation, keys).ConfigureAwait(false);
            return end.Fail(attempt, method, AuthFailureReason.InvalidCredentials);
        }
        if (!await throttle.SucceededAsync(cancellation, keys).ConfigureAwait(false))
            return end.Fail(attempt, method, AuthFailureReason.Throttled);
        // The people who share a secret are different users without names.
        return await end.SucceedAsync(attempt, new SignedInUser(method, $"anonymous-{Guid.NewGuid():N}"[..18], null), cancellation).ConfigureAwait(false);
    }
}
