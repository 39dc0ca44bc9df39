using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Console.Editing;

/// <summary>Changes how clients sign in to resources. Thread-safe.</summary>
internal sealed class SignInEditor(Database database, SiteInventory inventory, SignInPolicies policies, SignInPolicyEditor editor)
{
    /// <summary>Returns the policy of a resource; null if it is not known.</summary>
    public SignInPolicy? Find(string resourceId) => policies.Get(resourceId);

    /// <summary>Returns the policy of a resource.</summary>
    /// <exception cref="RequestException">404: the resource does not exist; 503: the policies are not known yet.</exception>
    public SignInPolicy Get(string resourceId)
    {
        ResourceOf(resourceId);
        return Find(resourceId) ?? throw new RequestException(StatusCodes.Status503ServiceUnavailable, "The sign-in policy is not loaded yet. Try again in some seconds.");
    }

    /// <summary>Replaces the policy of a resource.</summary>
    /// <exception cref="RequestException">404: the resource does not exist; 422: values are invalid.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInPolicy> SetAsync(string resourceId, SignInPolicyInput input, CancellationToken cancellation)
    {
        var policy = await editor.CreateAsync(ResourceOf(resourceId), Get(resourceId), input, cancellation).ConfigureAwait(false);
        var change = await database.WriteAsync(session => policies.SetAsync(session, resourceId, policy), cancellation).ConfigureAwait(false);
        await policies.AppliedAsync(change, cancellation).ConfigureAwait(false);
        return policy;
    }

    private Resource ResourceOf(string resourceId) => inventory.Current.Resources.GetValueOrDefault(resourceId)
        ?? throw new RequestException(StatusCodes.Status404NotFound, "The resource does not exist.");
}
