using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>
/// Stores the results of grafts. A call can be repeated if the confirmation of its commit was lost: a result is stored once. Thread-safe.
/// </summary>
internal sealed class GraftResults(Database database, EventLog events, TimeProvider time)
{
    /// <summary>Stores how the execution of a graft ended. A graft that failed does not fail the run.</summary>
    /// <param name="lease">The lease of the run.</param>
    /// <param name="graft">The graft.</param>
    /// <param name="result">The result.</param>
    /// <param name="reviews">Whether the agent can return work to the developer.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Whether the graft returned the work to the developer. Then it is executed again after the developer.</returns>
    /// <exception cref="LeaseLostException">The lease is not valid any more.</exception>
    public Task<bool> CompleteAsync(RunLease lease, RunGraft graft, GraftResult result, bool reviews, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        var rows = new RunRows(database, session);
        var run = await rows.LockAsync(lease).ConfigureAwait(false);
        var current = (await rows.GraftsAsync(run.Id).ConfigureAwait(false)).First(row => row.Id == graft.Id);
        if (current.Status != GraftStatus.Running)
            return current.Status == GraftStatus.Pending;

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var document = result.Status == GraftStatus.Completed ? StoredText.Clean(result.Document ?? "") : null;
        var error = result.Error is null ? null : StoredText.Clean(result.Error);
        await session.ExecuteAsync(
            "UPDATE orchestrator_grafts SET status = @Status, attempts = attempts + @Attempts, error = @Error, ended_at = @Now WHERE id = @Id",
            new { graft.Id, Status = result.Status.ToString(), Attempts = (long)result.Attempts, Error = error, Now = now }).ConfigureAwait(false);
        if (document is not null)
        {
            await rows.WriteDocumentAsync(run.Id, new RunDocument { Author = graft.Id, Agent = graft.Agent, Position = graft.AfterAgent, Text = document, WrittenAt = now })
                .ConfigureAwait(false);
        }
        var verdict = reviews && document is not null && graft.AfterAgent == AgentType.Developer ? VerdictReader.Read(document) : null;
        await events.AppendAsync(
            session,
            run.Id,
            TypeOf(result.Status),
            new { graftId = graft.Id, agent = graft.Agent, after = graft.AfterAgent, status = result.Status, attempts = result.Attempts, error, verdict }).ConfigureAwait(false);
        return verdict == Verdict.Rework && await ReturnToDeveloperAsync(session, rows, run, graft).ConfigureAwait(false);
    }, cancellation);

    private async Task<bool> ReturnToDeveloperAsync(DatabaseSession session, RunRows rows, Run run, RunGraft graft)
    {
        if (!Rework.IsPossible(run.ReviewLoops, await rows.StepsAsync(run.Id).ConfigureAwait(false)))
            return false;
        await Rework.StoreAsync(session, run, [AgentType.Developer], "review_loops").ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE orchestrator_grafts SET status = 'Pending' WHERE id = @Id", new { graft.Id }).ConfigureAwait(false);
        await events.AppendAsync(session, run.Id, RunEventTypes.StepRework, new { by = graft.Agent, loop = run.ReviewLoops + 1 }).ConfigureAwait(false);
        return true;
    }

    private static string TypeOf(GraftStatus status) => status switch
    {
        GraftStatus.Completed => RunEventTypes.GraftComplete,
        GraftStatus.Cancelled => RunEventTypes.GraftCancelled,
        _ => RunEventTypes.GraftFailed,
    };
}
