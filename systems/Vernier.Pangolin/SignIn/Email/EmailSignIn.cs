using System.Buffers.Text;
using System.Security.Cryptography;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Email;

/// <summary>Signs in with one-time codes that are sent by e-mail. Thread-safe.</summary>
internal sealed class EmailSignIn(EmailCodeStore store, CodeSender sender, PasswordHasher hasher, Throttle throttle, AttemptEnd end, TimeProvider time)
{
    private const int IdBytes = 32;
    private const int MaxCodeLength = 32;

    /// <summary>Requests a code. Returns the identifier for the page where it is entered, whether or not the address is allowed.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<(string? Id, AuthFailureReason? Failure)> RequestAsync(SignInAttempt attempt, string email, CancellationToken cancellation)
    {
        email = email.Trim().ToLowerInvariant();
        if (!attempt.Policy.Has(AuthMethod.Email))
            return (null, end.Fail(attempt, AuthMethod.Email, AuthFailureReason.NoMoreMethods).Failure);
        // Each request counts, so that an address gets a few mails only.
        var keys = KeysOf(attempt, email);
        if (await throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            return (null, end.Fail(attempt, AuthMethod.Email, AuthFailureReason.Throttled).Failure);
        await throttle.FailedAsync(cancellation, keys).ConfigureAwait(false);

        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
        if (!UserRules.IsEmail(email) || !AllowList.HasEmail(attempt.Policy.EmailAllowed, email))
            end.Fail(attempt, AuthMethod.Email, AuthFailureReason.InvalidCredentials);
        else if (!sender.TryAdd(new CodeRequest(id, email, attempt)))
            end.Fail(attempt, AuthMethod.Email, AuthFailureReason.ProviderFailed);
        return (id, null);
    }

    /// <summary>Verifies a code.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> VerifyAsync(SignInAttempt attempt, string id, string code, CancellationToken cancellation)
    {
        ThrottleKey[] keys = [ThrottleKey.Resource(attempt.Resource.Id, attempt.Address), ThrottleKey.Address(attempt.Address)];
        if (await throttle.IsBlockedAsync(cancellation, keys).ConfigureAwait(false))
            return end.Fail(attempt, AuthMethod.Email, AuthFailureReason.Throttled);
        var row = await store.TryAsync(id, cancellation).ConfigureAwait(false);
        // The time is the same for an unknown identifier.
        var isCorrect = await hasher.VerifyAsync(Digits(code), row?.CodeHash, cancellation).ConfigureAwait(false);
        if (row is null || !isCorrect || row.ResourceId != attempt.Resource.Id || row.Binding != attempt.Ticket.Binding)
        {
            await throttle.FailedAsync(cancellation, keys).ConfigureAwait(false);
            return end.Fail(attempt, AuthMethod.Email, AuthFailureReason.InvalidCredentials);
        }
        if (row.Expires <= time.GetUtcNow().ToUnixTimeMilliseconds())
            return end.Fail(attempt, AuthMethod.Email, AuthFailureReason.Expired);
        // The policy can have changed since the code was sent.
        if (!attempt.Policy.Has(AuthMethod.Email) || !AllowList.HasEmail(attempt.Policy.EmailAllowed, row.Email))
            return end.Fail(attempt, AuthMethod.Email, AuthFailureReason.NoMoreMethods);
        if (!await store.RemoveAsync(id, cancellation).ConfigureAwait(false))
            return end.Fail(attempt, AuthMethod.Email, AuthFailureReason.InvalidCredentials);
        await throttle.SucceededAsync(cancellation, [.. keys, .. KeysOf(attempt, row.Email)]).ConfigureAwait(false);
        return await end.SucceedAsync(attempt, new SignedInUser(AuthMethod.Email, row.Email, null), cancellation).ConfigureAwait(false);
    }

    private static ThrottleKey[] KeysOf(SignInAttempt attempt, string email) => [ThrottleKey.Account($"mail {email}"), ThrottleKey.Address(attempt.Address)];

    /// <summary>People copy codes with spaces.</summary>
    private static string Digits(string code) => code.Length <= MaxCodeLength ? string.Concat(code.Where(char.IsAsciiDigit)) : "";
}
