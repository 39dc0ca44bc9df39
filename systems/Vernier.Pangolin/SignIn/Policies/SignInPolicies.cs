using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Identity;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Policies;

/// <summary>
/// The sign-in policies of all resources in memory. They are read again after each change of this server, and every 5 seconds for changes of other servers.
/// While the database is unavailable the last known policies apply. Thread-safe.
/// </summary>
internal sealed partial class SignInPolicies(SignInPolicyStore store, Sessions sessions, TimeProvider time, ILogger<SignInPolicies> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _refresh = new(1);
    private readonly StorageAvailability _availability = new();
    private FrozenDictionary<string, ActivePolicy> _current = FrozenDictionary<string, ActivePolicy>.Empty;

    /// <summary>Returns the policy of a resource; null if it is not known yet, and requests must be denied.</summary>
    public SignInPolicy? Get(string resourceId) => Find(resourceId)?.Policy;

    /// <summary>Returns the policy of a resource, ready for requests; null if it is not known yet, and requests must be denied.</summary>
    public ActivePolicy? Find(string resourceId) => Volatile.Read(ref _current).GetValueOrDefault(resourceId);

    /// <summary>
    /// Stores a policy and ends the sessions of methods that are removed, restricted or have a new secret. Call <see cref="AppliedAsync"/> after the
    /// transaction is committed.
    /// </summary>
    public async Task<PolicyChange> SetAsync(DatabaseSession session, string resourceId, SignInPolicy policy)
    {
        var before = await store.LockAsync(session, resourceId).ConfigureAwait(false);
        await SignInPolicyStore.WriteAsync(session, resourceId, policy).ConfigureAwait(false);
        var change = new PolicyChange();
        foreach (var (method, isSecret) in PolicyChange.EndedMethods(before, policy))
        {
            var count = await Sessions.RevokeResourceAsync(session, resourceId, method).ConfigureAwait(false);
            change = isSecret ? change with { EndedBySecret = change.EndedBySecret + count } : change with { EndedByAdministrator = change.EndedByAdministrator + count };
        }
        return change;
    }

    /// <summary>Applies a committed change on this server.</summary>
    /// <exception cref="StorageException">The database is unavailable; the change is applied within 5 seconds after it is available again.</exception>
    public async Task AppliedAsync(PolicyChange change, CancellationToken cancellation)
    {
        sessions.Revoked(RevocationReason.PasswordChange, change.EndedBySecret);
        sessions.Revoked(RevocationReason.Administrator, change.EndedByAdministrator);
        await RefreshAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads the database.</summary>
    /// <exception cref="StorageException">The database is unavailable; the policies in memory are kept.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _refresh.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var known = Volatile.Read(ref _current);
            var current = new Dictionary<string, ActivePolicy>();
            foreach (var row in await store.ReadAsync(cancellation).ConfigureAwait(false))
            {
                // An unchanged policy stays the same object.
                if (known.TryGetValue(row.ResourceId, out var policy) && policy.Text == row.Policy || (policy = Prepare(row)) is not null)
                    current.Add(row.ResourceId, policy);
            }
            Volatile.Write(ref _current, current.ToFrozenDictionary());
        }
        finally
        {
            _refresh.Release();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _refresh.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await _availability.TryAsync(RefreshAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
    }

    /// <summary>Returns null for an invalid policy: the resource denies all requests.</summary>
    private ActivePolicy? Prepare(PolicyRow row)
    {
        try
        {
            return new ActivePolicy(row.Policy, SignInPolicyStore.Parse(row.Policy));
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            LogInvalid(row.ResourceId);
            return null;
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Cannot read the sign-in policies; the last known ones apply: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The sign-in policies are read again.")]
    private partial void LogAvailable();

    [LoggerMessage(3, LogLevel.Error, "The stored sign-in policy of the resource {Resource} is invalid; all its requests are denied. Save the policy again.")]
    private partial void LogInvalid(string resource);
}
