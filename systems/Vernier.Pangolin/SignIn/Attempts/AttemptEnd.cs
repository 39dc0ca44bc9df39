using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>Ends attempts to sign in: records them, and creates the code for the host of the resource. Thread-safe.</summary>
internal sealed class AttemptEnd(HandoverCodes codes, AccessRecorder recorder)
{
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> SucceedAsync(SignInAttempt attempt, SignedInUser user, CancellationToken cancellation)
    {
        var redirect = await codes.IssueAsync(attempt.Ticket, user, cancellation).ConfigureAwait(false);
        recorder.Record(
            AccessVerdict.Allow(SignInMethods.DecisionOf(user.Method), user.Method, user.Subject), attempt.Resource, attempt.Address, null, attempt.Started);
        return new AttemptResult(redirect, null);
    }

    public AttemptResult Fail(SignInAttempt attempt, AuthMethod method, AuthFailureReason reason)
    {
        recorder.Record(AccessVerdict.Reject(method, reason), attempt.Resource, attempt.Address, null, attempt.Started);
        return new AttemptResult(null, reason);
    }
}
