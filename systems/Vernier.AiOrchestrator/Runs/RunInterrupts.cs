using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Changes runs while they are executed: grafts, prunes and flags. Its callers have checked the access to the run. Thread-safe.</summary>
internal sealed class RunInterrupts(
    Database database, EventLog events, RunSignals signals, RunLifecycle lifecycle, RunRules rules, AiOrchestratorMetrics metrics, TimeProvider time)
{
    /// <summary>Inserts a graft.</summary>
    public async Task<string> GraftAsync(string id, GraftRequest graft, Caller caller, CancellationToken cancellation)
    {
        var graftId = await database.WriteAsync(async session =>
        {
            var rows = await LockActiveAsync(session, id).ConfigureAwait(false);
            var steps = await rows.StepsAsync(id).ConfigureAwait(false);
            if (steps.FirstOrDefault(step => step.Agent > graft.After && step.Status is StepStatus.Running or StepStatus.Completed) is { } later)
            {
                throw new RequestException(409, $"The checkpoint after {EnumNames<AgentType>.Of(graft.After)} of run {id} has passed: "
                    + $"{EnumNames<AgentType>.Of(later.Agent)} has started.");
            }
            return await InsertGraftAsync(session, id, graft, caller.Name).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        signals.RunChanged(id);
        return graftId;
    }

    /// <summary>Inserts a graft in a transaction that has locked the run.</summary>
    /// <returns>The identifier of the graft.</returns>
    public async Task<string> InsertGraftAsync(DatabaseSession session, string runId, GraftRequest request, string user)
    {
        var rows = new RunRows(database, session);
        var count = (await rows.GraftsAsync(runId).ConfigureAwait(false)).Count;
        if (count >= rules.MaxGrafts)
            throw new RequestException(409, $"Run {runId} has {count} grafts. At most {rules.MaxGrafts} are allowed.");
        var now = time.GetUtcNow();
        var graft = new RunGraft
        {
            Id = Guid.CreateVersion7(now).ToString(),
            Agent = request.Agent,
            AfterAgent = request.After,
            TimeoutMs = request.Timeout is { } timeout ? (long)timeout.TotalMilliseconds : null,
            CreatedAt = now.ToUnixTimeMilliseconds(),
        };
        await rows.InsertGraftAsync(runId, graft, count).ConfigureAwait(false);
        await events.AppendAsync(session, runId, RunEventTypes.GraftAdded, new { graftId = graft.Id, agent = graft.Agent, after = graft.AfterAgent, user }).ConfigureAwait(false);
        return graft.Id;
    }

    /// <summary>Skips an agent that has not started.</summary>
    public async Task PruneAsync(string id, AgentType agent, Caller caller, CancellationToken cancellation)
    {
        await database.WriteAsync(async session =>
        {
            await LockActiveAsync(session, id).ConfigureAwait(false);
            var changed = await session.ExecuteAsync(
                "UPDATE orchestrator_steps SET status = 'Skipped' WHERE run_id = @Id AND agent = @Agent AND status = 'Pending' AND executions = 0",
                new { Id = id, Agent = agent.ToString() }).ConfigureAwait(false);
            if (changed == 0)
                throw new RequestException(409, $"{EnumNames<AgentType>.Of(agent)} of run {id} cannot be skipped: it has started or is skipped already.");
            await events.AppendAsync(session, id, RunEventTypes.PruneApplied, new { agent, user = caller.Name }).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        signals.RunChanged(id);
    }

    /// <summary>Flags a run.</summary>
    public async Task<string> FlagAsync(string id, InterruptType type, string reason, Caller caller, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var flagId = Guid.CreateVersion7(now).ToString();
        await database.WriteAsync(async session =>
        {
            var rows = await LockActiveAsync(session, id).ConfigureAwait(false);
            if (await rows.OpenFlagAsync(id).ConfigureAwait(false) is { } open)
                throw new RequestException(409, $"Run {id} has an open {EnumNames<InterruptType>.Of(open.Type)} flag. Approve or deny it first.");
            await session.ExecuteAsync(
                """
                INSERT INTO orchestrator_flags (id, run_id, type, reason, user_name, status, created_at)
                VALUES (@Id, @RunId, @Type, @Reason, @UserName, 'Open', @CreatedAt)
                """,
                new { Id = flagId, RunId = id, Type = type.ToString(), Reason = reason, UserName = caller.Name, CreatedAt = now.ToUnixTimeMilliseconds() }).ConfigureAwait(false);
            await events.AppendAsync(session, id, RunEventTypes.FlagRaised, new { flagId, type, reason, user = caller.Name }).ConfigureAwait(false);
        }, cancellation).ConfigureAwait(false);
        metrics.InterruptTriggered(type);
        signals.RunChanged(id);
        return flagId;
    }

    /// <summary>Approves or denies the open flag.</summary>
    public async Task ResolveAsync(string id, bool approve, Caller caller, CancellationToken cancellation)
    {
        var (type, end) = await database.WriteAsync(async session =>
        {
            var rows = new RunRows(database, session);
            var run = await rows.LockAsync(id).ConfigureAwait(false) ?? throw RunErrors.NotFound(id);
            var flag = await rows.OpenFlagAsync(id).ConfigureAwait(false) ?? throw new RequestException(409, $"Run {id} has no open flag.");
            await session.ExecuteAsync(
                "UPDATE orchestrator_flags SET status = @Status, resolved_at = @Now, resolved_by = @User WHERE id = @Id",
                new
                {
                    flag.Id,
                    Status = (approve ? FlagStatus.Approved : FlagStatus.Denied).ToString(),
                    Now = time.GetUtcNow().ToUnixTimeMilliseconds(),
                    User = caller.Name,
                }).ConfigureAwait(false);
            await events.AppendAsync(
                session, id, approve ? RunEventTypes.FlagApproved : RunEventTypes.FlagDenied, new { flagId = flag.Id, type = flag.Type, user = caller.Name }).ConfigureAwait(false);
            if (approve)
            {
                await session.ExecuteAsync("UPDATE orchestrator_runs SET status = 'Queued' WHERE id = @Id AND status = 'Paused'", new { Id = id }).ConfigureAwait(false);
                return (flag.Type, null);
            }
            var reason = $"The {EnumNames<InterruptType>.Of(flag.Type)} flag was denied by {caller.Name}: {flag.Reason}";
            return (flag.Type, await lifecycle.StopAsync(session, run, RunStatus.Failed, reason).ConfigureAwait(false));
        }, cancellation).ConfigureAwait(false);
        if (approve)
            metrics.InterruptApproved(type);
        else
            metrics.InterruptDenied(type);
        lifecycle.RecordStop(id, end);
        signals.QueueChanged();
    }

    /// <summary>Locks a run that has not ended and is not about to end.</summary>
    private async Task<RunRows> LockActiveAsync(DatabaseSession session, string id)
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(id).ConfigureAwait(false) ?? throw RunErrors.NotFound(id);
        if (run.IsFinal)
            throw RunErrors.Ended(run);
        return run.StopOutcome is null ? rows : throw new RequestException(409, $"Run {id} is about to end: {run.StopReason}");
    }
}
