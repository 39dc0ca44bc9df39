using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Ends runs: in one transaction with everything that is still open, and once stored, in the metrics. Thread-safe.</summary>
internal sealed class RunLifecycle(EventLog events, AiOrchestratorMetrics metrics, RunSignals signals, TimeProvider time)
{
    /// <summary>Ends a run in the transaction that has locked it. Call <see cref="Record"/> after the commit.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="run">The run, which is not final.</param>
    /// <param name="status">The final state.</param>
    /// <param name="reason">Why it failed or was canceled; null if it succeeded.</param>
    /// <param name="byWorker">Whether the holder of the lease ends it. Otherwise the lease becomes invalid.</param>
    public async Task<RunEnd> EndAsync(DatabaseSession session, Run run, RunStatus status, string? reason, bool byWorker)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var cancelledGrafts = await session.QueryAsync<EndedGraft>(
            "UPDATE orchestrator_grafts SET status = 'Cancelled', ended_at = @Now WHERE run_id = @Id AND status IN ('Pending', 'Running') RETURNING id, agent",
            new { run.Id, Now = now }).ConfigureAwait(false);
        foreach (var graft in cancelledGrafts)
            await events.AppendAsync(session, run.Id, RunEventTypes.GraftCancelled, new { graftId = graft.Id, agent = graft.Agent }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE orchestrator_flags SET status = 'Closed', resolved_at = @Now WHERE run_id = @Id AND status = 'Open'", new { run.Id, Now = now })
            .ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE orchestrator_steps SET status = 'Cancelled', ended_at = @Now WHERE run_id = @Id AND status = 'Running'", new { run.Id, Now = now })
            .ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            UPDATE orchestrator_runs
            SET status = @Status, reason = @Reason, ended_at = @Now, lease_owner = NULL, lease_expires = 0, lease_number = lease_number + @Fence
            WHERE id = @Id
            """,
            new { run.Id, Status = status.ToString(), Reason = reason, Now = now, Fence = byWorker ? 0L : 1L }).ConfigureAwait(false);
        var costUsd = await Budgets.SpentByRunAsync(session, run.Id).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.OfEnd(status), new { reason, costUsd }).ConfigureAwait(false);
        return new RunEnd(run.Id, status, run.DurationUntil(now), costUsd, [.. cancelledGrafts.Select(graft => graft.Agent)]);
    }

    /// <summary>
    /// Ends a run in the transaction that has locked it, or requests it from the host that executes it. Call <see cref="RecordStop"/> after the commit.
    /// </summary>
    /// <returns>The end; null if it was only requested.</returns>
    public async Task<RunEnd?> StopAsync(DatabaseSession session, Run run, RunStatus status, string reason)
    {
        if (!run.IsLeased(time.GetUtcNow()))
            return await EndAsync(session, run, status, reason, byWorker: false).ConfigureAwait(false);
        // The first request decides.
        await session.ExecuteAsync(
            "UPDATE orchestrator_runs SET stop_outcome = @Status, stop_reason = @Reason WHERE id = @Id AND stop_outcome IS NULL",
            new { run.Id, Status = status.ToString(), Reason = reason }).ConfigureAwait(false);
        return null;
    }

    /// <summary>Records the result of <see cref="StopAsync"/> after the commit.</summary>
    public void RecordStop(string runId, RunEnd? end)
    {
        if (end is null)
            signals.RunChanged(runId);
        else
            Record(end);
    }

    /// <summary>Records the end of a run in the metrics and wakes its watchers, after the commit.</summary>
    public void Record(RunEnd end)
    {
        foreach (var agent in end.CancelledGraftAgents)
            metrics.GraftCancelled(agent);
        metrics.RunEnded(OutcomeOf(end.Status), end.Duration, end.CostUsd);
        signals.RunChanged(end.RunId);
    }

    /// <summary>Deletes a run with everything that belongs to it, in the caller's transaction. What it has spent still counts for its day.</summary>
    public static async Task DeleteAsync(DatabaseSession session, string runId)
    {
        await Budgets.RunDeletedAsync(session, runId).ConfigureAwait(false);
        await IdempotencyKeys.DeleteAsync(session, runId).ConfigureAwait(false);
        // The other tables refer to this one.
        await session.ExecuteAsync("DELETE FROM orchestrator_runs WHERE id = @RunId", new { RunId = runId }).ConfigureAwait(false);
    }

    private static RunOutcome OutcomeOf(RunStatus status) => status switch
    {
        RunStatus.Succeeded => RunOutcome.Succeeded,
        RunStatus.Failed => RunOutcome.Failed,
        _ => RunOutcome.Cancelled,
    };

    private sealed record EndedGraft
    {
        public string Id { get; init; } = "";

        public string Agent { get; init; } = "";
    }
}

/// <summary>The end of a run, as stored.</summary>
internal sealed record RunEnd(string RunId, RunStatus Status, TimeSpan Duration, double CostUsd, IReadOnlyList<string> CancelledGraftAgents)
{
    /// <summary>Returns the end of a run that its worker has ended without receiving the confirmation of the commit.</summary>
    public static RunEnd Of(Run run, IEnumerable<RunGraft> grafts) => new(
        run.Id,
        run.Status,
        run.DurationUntil(run.EndedAt ?? run.CreatedAt),
        run.CostUsd ?? 0,
        [.. grafts.Where(graft => graft.Status == GraftStatus.Cancelled && graft.EndedAt == run.EndedAt).Select(graft => graft.Agent)]);
}
