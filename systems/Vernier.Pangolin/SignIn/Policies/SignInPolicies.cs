using Vernier.Pangolin.Inventory;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>The sign-in policies of all resources in memory. Thread-safe.</summary>
internal sealed class SignInPolicies
{
    /// <summary>Returns the policy of a resource; null if it is not known yet, and requests must be denied.</summary>
    public SignInPolicy? Get(string resourceId) => throw new NotImplementedException(resourceId);

    /// <summary>Validates new settings and hashes new secrets. Nothing is written.</summary>
    /// <param name="resource">The resource; it need not be stored yet.</param>
    /// <param name="current">The current policy; <see cref="SignInPolicy.None"/> for a new resource.</param>
    /// <param name="input">The new settings.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="RequestException">400: the message has all errors.</exception>
    public Task<SignInPolicy> CreateAsync(Resource resource, SignInPolicy current, SignInPolicyInput input, CancellationToken cancellation) =>
        throw new NotImplementedException($"{resource} {current} {input} {cancellation}");

    /// <summary>Stores a policy and revokes the sessions that it affects. After the transaction call <see cref="RefreshAsync"/>.</summary>
    public Task SetAsync(DatabaseSession session, string resourceId, SignInPolicy policy) => throw new NotImplementedException($"{session} {resourceId} {policy}");

    /// <summary>Reads the database.</summary>
    /// <exception cref="StorageException">The database is unavailable; the policies in memory are kept.</exception>
    public Task RefreshAsync(CancellationToken cancellation) => throw new NotImplementedException($"{cancellation}");
}
