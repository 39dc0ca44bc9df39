using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>
/// Stores the results of steps. A call can be repeated if the confirmation of its commit was lost: a result is stored once. Thread-safe.
/// </summary>
internal sealed class StepResults(Database database, EventLog events, RunLifecycle lifecycle, TimeProvider time)
{
    /// <summary>Stores the result of a step that completed.</summary>
    /// <returns>Whether the tester returned the work to the developer.</returns>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    public Task<bool> CompleteAsync(RunLease lease, StepWork work, ModelReply reply, TimeSpan duration, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(lease).ConfigureAwait(false);
        var steps = await rows.StepsAsync(run.Id).ConfigureAwait(false);
        var step = steps.First(step => step.Agent == work.Agent);
        if (step.Status != StepStatus.Running || step.Executions != work.Execution)
            return step.Status == StepStatus.Pending;

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var agent = EnumNames<AgentType>.Of(work.Agent);
        var verdict = work.Agent == AgentType.Tester ? VerdictReader.Read(reply.Text) : null;
        await rows.WriteDocumentAsync(run.Id, new RunDocument { Author = agent, Agent = agent, Position = work.Agent, Text = StoredText.Clean(reply.Text), WrittenAt = now })
            .ConfigureAwait(false);
        await session.ExecuteAsync(
            "UPDATE orchestrator_steps SET status = 'Completed', ended_at = @Now WHERE run_id = @Id AND agent = @Agent", new { run.Id, Agent = work.Agent.ToString(), Now = now })
            .ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.StepComplete, new
        {
            agent = work.Agent,
            step = (PipelineStep)work.Agent,
            execution = work.Execution,
            durationMs = (long)duration.TotalMilliseconds,
            model = reply.Model,
            leg = reply.Leg,
            complexity = reply.Complexity,
            inputTokens = reply.InputTokens,
            outputTokens = reply.OutputTokens,
            costUsd = reply.CostUsd,
            verdict,
        }).ConfigureAwait(false);
        return verdict == Verdict.Rework && await ReturnToDeveloperAsync(session, run, steps).ConfigureAwait(false);
    }, cancellation);

    /// <summary>Stores the failure of a step, which ends the run.</summary>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    public Task<RunEnd> FailAsync(RunLease lease, StepWork work, string error, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(lease).ConfigureAwait(false);
        if (run.IsFinal)
            return RunEnd.Of(run, await rows.GraftsAsync(run.Id).ConfigureAwait(false));

        await session.ExecuteAsync(
            "UPDATE orchestrator_steps SET status = 'Failed', ended_at = @Now, error = @Error WHERE run_id = @Id AND agent = @Agent",
            new { run.Id, Agent = work.Agent.ToString(), Error = error, Now = time.GetUtcNow().ToUnixTimeMilliseconds() }).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.StepFailed, new { agent = work.Agent, step = (PipelineStep)work.Agent, execution = work.Execution, error })
            .ConfigureAwait(false);
        // A cancellation or a denied flag precedes the failure.
        return run.StopOutcome is { } outcome
            ? await lifecycle.EndAsync(session, run, outcome, run.StopReason, byWorker: true).ConfigureAwait(false)
            : await lifecycle.EndAsync(session, run, RunStatus.Failed, $"{EnumNames<AgentType>.Of(work.Agent)} failed: {error}", byWorker: true).ConfigureAwait(false);
    }, cancellation);

    private async Task<bool> ReturnToDeveloperAsync(DatabaseSession session, Run run, IReadOnlyList<RunStep> steps)
    {
        if (!Rework.IsPossible(run.TesterLoops, steps))
            return false;
        await Rework.StoreAsync(session, run, [AgentType.Developer, AgentType.Tester], "tester_loops").ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.StepRework, new { by = EnumNames<AgentType>.Of(AgentType.Tester), loop = run.TesterLoops + 1 }).ConfigureAwait(false);
        return true;
    }
}
