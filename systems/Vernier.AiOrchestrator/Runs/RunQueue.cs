using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>The queue of runs and their leases. Several hosts can take runs from the same database. Thread-safe.</summary>
internal sealed class RunQueue(Database database, EventLog events, RunSignals signals, DataDirectory directory, TimeProvider time, IOptions<AiOrchestratorOptions> options)
{
    private readonly TimeSpan _leaseDuration = options.Value.Runs.LeaseDuration;

    /// <summary>
    /// Takes the oldest run that is queued or whose lease has expired; returns null if there is none. A lease that this host held before a restart has
    /// expired: see <see cref="ExpireOwnLeasesAsync"/>.
    /// </summary>
    /// <param name="executing">The runs that this host executes. It does not take them from itself when a lease expires during an outage of the database.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<RunLease?> TakeAsync(IEnumerable<string> executing, CancellationToken cancellation)
    {
        var lease = await database.WriteAsync(async session =>
        {
            var now = time.GetUtcNow();
            var candidate = await session.FirstOrDefaultAsync<Run>(
                $"""
                SELECT {Run.Columns} FROM orchestrator_runs
                WHERE status = 'Queued' OR (status = 'Running' AND lease_expires < @Now AND {database.NotIn("id", "@Executing")})
                ORDER BY created_at, id LIMIT 1 {database.SkipLocked}
                """,
                new { Now = now.ToUnixTimeMilliseconds(), Executing = executing.ToArray() }).ConfigureAwait(false);
            if (candidate is null)
                return null;
            var lease = new RunLease(candidate.Id, candidate.LeaseNumber + 1);
            await session.ExecuteAsync(
                """
                UPDATE orchestrator_runs
                SET status = 'Running', started_at = COALESCE(started_at, @Now), lease_number = @Number, lease_owner = @Owner, lease_expires = @Expires
                WHERE id = @RunId
                """,
                new { lease.RunId, lease.Number, Owner = directory.InstanceId, Now = now.ToUnixTimeMilliseconds(), Expires = ExpiryAt(now) }).ConfigureAwait(false);
            await events.AppendAsync(session, lease.RunId, candidate.StartedAt is null ? RunEventTypes.RunStart : RunEventTypes.RunResume, new { lease = lease.Number })
                .ConfigureAwait(false);
            return lease;
        }, cancellation).ConfigureAwait(false);
        if (lease is not null)
            signals.RunChanged(lease.RunId);
        return lease;
    }

    /// <summary>Extends a lease. A lease that is not valid any more stays invalid.</summary>
    public Task RenewAsync(RunLease lease, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE orchestrator_runs SET lease_expires = @Expires WHERE id = @RunId AND lease_number = @Number AND status = 'Running'",
            new { lease.RunId, lease.Number, Expires = ExpiryAt(time.GetUtcNow()) }),
        cancellation);

    /// <summary>Returns whether a lease is valid, and whether the run is to be stopped.</summary>
    public async Task<LeaseState> InspectAsync(RunLease lease, CancellationToken cancellation)
    {
        var run = await database.ReadAsync(session => new RunRows(database, session).FindAsync(lease.RunId), cancellation).ConfigureAwait(false);
        if (run?.LeaseNumber != lease.Number)
            return LeaseState.Lost;
        return run.StopOutcome is null ? LeaseState.Valid : LeaseState.StopRequested;
    }

    /// <summary>Puts a run back into the queue, to be continued by any host.</summary>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    public async Task ReleaseAsync(RunLease lease, CancellationToken cancellation)
    {
        var rows = await database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE orchestrator_runs SET status = 'Queued', lease_owner = NULL, lease_expires = 0 WHERE id = @RunId AND lease_number = @Number AND status = 'Running'", lease),
            cancellation).ConfigureAwait(false);
        if (rows == 0)
            throw new LeaseLostException(lease);
        signals.RunChanged(lease.RunId);
    }

    /// <summary>Ends the leases of this instance that are left from before a restart. Call it before taking runs: the data directory is locked, so no other process has them.</summary>
    public Task<int> ExpireOwnLeasesAsync(CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE orchestrator_runs SET lease_expires = 0 WHERE status = 'Running' AND lease_owner = @Owner", new { Owner = directory.InstanceId }),
        cancellation);

    private long ExpiryAt(DateTimeOffset now) => (now + _leaseDuration).ToUnixTimeMilliseconds();
}

/// <summary>The state of a lease.</summary>
internal enum LeaseState
{
    Valid,
    StopRequested,
    Lost,
}
