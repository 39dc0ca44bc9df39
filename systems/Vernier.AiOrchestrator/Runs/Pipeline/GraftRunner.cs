using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Executes grafts at their checkpoints. Thread-safe.</summary>
internal sealed class GraftRunner(
    RunInputs inputs, ModelClient models, GraftAgents agents, GraftExecutor executor, GraftResults results, RunSignals signals, StorageRetry retry, AiOrchestratorMetrics metrics)
{
    /// <summary>Executes a graft and stores its result. An interrupted graft has no result.</summary>
    /// <exception cref="LeaseLostException">The lease is not valid any more; nothing is stored.</exception>
    /// <exception cref="StorageException">The database failed during an attempt; the graft is executed again.</exception>
    public async Task RunAsync(RunLease lease, GraftWork work, RunTokens tokens)
    {
        var graft = work.Graft;
        var agent = agents.Find(graft.Agent);
        var result = agent is null
            ? new GraftResult(GraftStatus.Failed, null, 0, $"The graft agent {graft.Agent} is not configured on this host.")
            : await ExecuteAsync(work, agent, tokens).ConfigureAwait(false);
        if (result is null)
            return;

        var isReturned = await retry.RunAsync(work.Run.Id, () => results.CompleteAsync(lease, graft, result, agent?.Reviews == true, tokens.Drop), tokens.Drop).ConfigureAwait(false);
        if (result.Status == GraftStatus.Completed)
            metrics.DocumentWritten();
        if (result.Status == GraftStatus.Cancelled)
            metrics.GraftCancelled(graft.Agent);
        if (isReturned)
            metrics.ReviewerReturnedWork();
        signals.RunChanged(work.Run.Id);
    }

    /// <summary>Returns the result; null if the graft was interrupted.</summary>
    private async Task<GraftResult?> ExecuteAsync(GraftWork work, GraftAgent agent, RunTokens tokens)
    {
        StorageException? outage = null;
        var timeout = work.Graft.TimeoutMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : agent.Timeout;
        var result = await executor.ExecuteAsync(work.Run.Id, agent, timeout, AttemptAsync, tokens.Interrupt).ConfigureAwait(false);
        if (outage is not null)
            throw outage;
        return result.Status == GraftStatus.Cancelled && tokens.Interrupt.IsCancellationRequested ? null : result;

        async Task<string> AttemptAsync(CancellationToken cancellation)
        {
            try
            {
                var request = await inputs.RequestAsync(work.Run, AgentPrompts.InstructionsOf(agent), agent.Model, cancellation).ConfigureAwait(false);
                return (await models.CompleteAsync(request, cancellation, tokens.Drop).ConfigureAwait(false)).Text;
            }
            catch (BudgetExceededException exception)
            {
                throw new GraftAbortedException(exception.Message, exception);
            }
            catch (StorageException exception)
            {
                outage = exception;
                throw new GraftAbortedException(exception.Message, exception);
            }
        }
    }
}
