using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>
/// Decides what follows in a run and stores its start, in one transaction: the first step of the pipeline that has not completed, preceded by the grafts
/// at the checkpoints before it. A step or graft that was in progress when a host stopped is executed again. Thread-safe.
/// </summary>
internal sealed class RunPlanner(Database database, EventLog events, RunLifecycle lifecycle, TimeProvider time)
{
    /// <summary>Returns what follows.</summary>
    /// <param name="lease">The lease of the run.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    /// <exception cref="StorageException">The database is unavailable. The call can be repeated.</exception>
    public Task<RunWork> NextAsync(RunLease lease, CancellationToken cancellation) => database.WriteAsync<RunWork>(async session =>
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(lease).ConfigureAwait(false);
        if (run.IsFinal)
            return new EndWork(RunEnd.Of(run, await rows.GraftsAsync(run.Id).ConfigureAwait(false)));
        if (run.Status == RunStatus.Paused)
            return new PauseWork();
        if (run.Status != RunStatus.Running)
            throw new LeaseLostException(lease);
        if (run.StopOutcome is { } outcome)
            return new EndWork(await lifecycle.EndAsync(session, run, outcome, run.StopReason, byWorker: true).ConfigureAwait(false));
        if (await rows.OpenFlagAsync(run.Id).ConfigureAwait(false) is { } flag)
            return await PauseAsync(session, run, flag).ConfigureAwait(false);

        var grafts = await rows.GraftsAsync(run.Id).ConfigureAwait(false);
        foreach (var step in await rows.StepsAsync(run.Id).ConfigureAwait(false))
        {
            if (!step.IsPassed)
                return await StartAsync(session, run, step).ConfigureAwait(false);
            if (grafts.FirstOrDefault(graft => graft.AfterAgent == step.Agent && graft.Status is GraftStatus.Pending or GraftStatus.Running) is { } graft)
                return await StartAsync(session, run, graft).ConfigureAwait(false);
        }
        return new EndWork(await lifecycle.EndAsync(session, run, RunStatus.Succeeded, null, byWorker: true).ConfigureAwait(false));
    }, cancellation);

    /// <summary>Ends a run that cannot continue because of a failure outside its steps.</summary>
    public Task<RunEnd> FailAsync(RunLease lease, string reason, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(lease).ConfigureAwait(false);
        return run.IsFinal
            ? RunEnd.Of(run, await rows.GraftsAsync(run.Id).ConfigureAwait(false))
            : await lifecycle.EndAsync(session, run, RunStatus.Failed, reason, byWorker: true).ConfigureAwait(false);
    }, cancellation);

    private async Task<RunWork> PauseAsync(DatabaseSession session, Run run, RunFlag flag)
    {
        await session.ExecuteAsync("UPDATE orchestrator_runs SET status = 'Paused', lease_owner = NULL, lease_expires = 0 WHERE id = @Id", new { run.Id }).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.RunPaused, new { flagId = flag.Id, type = flag.Type }).ConfigureAwait(false);
        return new PauseWork();
    }

    private async Task<RunWork> StartAsync(DatabaseSession session, Run run, RunStep step)
    {
        var execution = step.Executions + 1;
        await session.ExecuteAsync(
            """
            UPDATE orchestrator_steps SET status = 'Running', executions = @Execution, started_at = @Now, ended_at = NULL, error = NULL
            WHERE run_id = @Id AND agent = @Agent
            """,
            new { run.Id, Agent = step.Agent.ToString(), Execution = execution, Now = time.GetUtcNow().ToUnixTimeMilliseconds() }).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.StepStart, new { agent = step.Agent, step = (PipelineStep)step.Agent, execution }).ConfigureAwait(false);
        return new StepWork(run, step.Agent, execution);
    }

    private async Task<RunWork> StartAsync(DatabaseSession session, Run run, RunGraft graft)
    {
        await session.ExecuteAsync(
            "UPDATE orchestrator_grafts SET status = 'Running', started_at = @Now, ended_at = NULL, error = NULL WHERE id = @Id",
            new { graft.Id, Now = time.GetUtcNow().ToUnixTimeMilliseconds() }).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.GraftStart, new { graftId = graft.Id, agent = graft.Agent, after = graft.AfterAgent }).ConfigureAwait(false);
        return new GraftWork(run, graft with { Status = GraftStatus.Running });
    }
}
