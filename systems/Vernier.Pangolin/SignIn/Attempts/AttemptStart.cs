using System.Net;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Attempts;

/// <summary>Starts attempts to sign in from the tickets of browsers. Thread-safe.</summary>
internal sealed class AttemptStart(Tickets tickets, SiteInventory inventory, SignInPolicies policies, TimeProvider time)
{
    /// <summary>Returns an attempt; null if the ticket is invalid or expired, or its resource was deleted, is blocked or has another host name.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInAttempt?> FindAsync(string? ticket, IPAddress? address, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        return await tickets.ReadAsync(ticket, cancellation).ConfigureAwait(false) is { } read
            && inventory.Current.Resources.TryGetValue(read.ResourceId, out var resource)
            && !resource.Blocked
            && new Uri(read.Origin).Host.Equals(resource.Host, StringComparison.OrdinalIgnoreCase)
            && policies.Get(resource.Id) is { } policy
            ? new SignInAttempt(read, resource, policy, address, started)
            : null;
    }
}
