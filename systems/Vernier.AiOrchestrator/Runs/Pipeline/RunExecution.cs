using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Executes runs from where they are until they end, pause or are interrupted. Thread-safe.</summary>
internal sealed partial class RunExecution(
    RunQueue queue,
    RunPlanner planner,
    StepRunner steps,
    GraftRunner grafts,
    RunLifecycle lifecycle,
    RunSignals signals,
    TimeProvider time,
    IOptions<AiOrchestratorOptions> options,
    ILogger<RunExecution> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Executes a run.</summary>
    /// <param name="lease">The lease of the run.</param>
    /// <param name="drain">No new step starts; the lease is released after the current one.</param>
    /// <param name="drainDeadline">The current step is interrupted as well.</param>
    /// <param name="drop">The process ends: nothing is stored any more.</param>
    public async Task RunAsync(RunLease lease, CancellationToken drain, CancellationToken drainDeadline, CancellationToken drop)
    {
        var keeper = new LeaseKeeper(lease, queue, signals, options.Value.Runs.LeaseDuration, time, logger);
        await using var owned = keeper.ConfigureAwait(false);
        using var dropped = CancellationTokenSource.CreateLinkedTokenSource(drop, keeper.Lost);
        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(drop, keeper.Lost, keeper.Stop, drainDeadline);
        var tokens = new RunTokens(dropped.Token, interrupted.Token, drain);
        try
        {
            await ContinueAsync(lease, tokens).ConfigureAwait(false);
        }
        catch (LeaseLostException exception)
        {
            LogDropped(lease.RunId, exception.Message);
        }
        catch (OperationCanceledException) when (dropped.IsCancellationRequested)
        {
            LogDropped(lease.RunId, keeper.Lost.IsCancellationRequested ? "its lease is no longer valid." : "the process ends.");
        }
        catch (Exception exception) when (dropped.IsCancellationRequested)
        {
            LogDropped(lease.RunId, exception.Message);
        }
        catch (StorageException exception) when (drain.IsCancellationRequested)
        {
            LogDropped(lease.RunId, exception.Message);
        }
        catch (Exception exception)
        {
            LogError(exception, lease.RunId);
            await FailAsync(lease, dropped.Token).ConfigureAwait(false);
        }
    }

    private async Task ContinueAsync(RunLease lease, RunTokens tokens)
    {
        var isAvailable = true;
        while (!tokens.Drop.IsCancellationRequested)
        {
            if (tokens.Drain.IsCancellationRequested)
            {
                await queue.ReleaseAsync(lease, tokens.Drop).ConfigureAwait(false);
                LogReleased(lease.RunId);
                return;
            }
            try
            {
                if (!await AdvanceAsync(lease, tokens).ConfigureAwait(false))
                    return;
                isAvailable = true;
            }
            catch (StorageException exception) when (!tokens.Drain.IsCancellationRequested)
            {
                if (isAvailable)
                    LogRetrying(lease.RunId, exception.Message);
                isAvailable = false;
                await Task.Delay(RetryDelay, time, tokens.Drop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Executes the next step or graft.</summary>
    /// <returns>Whether the run can continue.</returns>
    private async Task<bool> AdvanceAsync(RunLease lease, RunTokens tokens)
    {
        var work = await planner.NextAsync(lease, tokens.Drop).ConfigureAwait(false);
        if (work is EndWork ended)
            lifecycle.Record(ended.End);
        else
            signals.RunChanged(lease.RunId);
        switch (work)
        {
            case StepWork step:
                return await steps.RunAsync(lease, step, tokens).ConfigureAwait(false);
            case GraftWork graft:
                await grafts.RunAsync(lease, graft, tokens).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Fails a run after an unexpected exception, so that it is not repeated forever.</summary>
    private async Task FailAsync(RunLease lease, CancellationToken cancellation)
    {
        try
        {
            lifecycle.Record(await planner.FailAsync(lease, "An internal error occurred. The log of the host has the details.", cancellation).ConfigureAwait(false));
        }
        catch (Exception exception) when (exception is StorageException or LeaseLostException or OperationCanceledException)
        {
            LogDropped(lease.RunId, exception.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: the database is unavailable; retrying every second, logged once per outage: {Error}")]
    private partial void LogRetrying(string runId, string error);

    [LoggerMessage(2, LogLevel.Warning, "Run {RunId} was dropped; it continues when a host takes it again: {Reason}")]
    private partial void LogDropped(string runId, string reason);

    [LoggerMessage(3, LogLevel.Information, "Run {RunId} was released for the shutdown.")]
    private partial void LogReleased(string runId);

    [LoggerMessage(4, LogLevel.Error, "Run {RunId} failed with an unexpected exception.")]
    private partial void LogError(Exception exception, string runId);
}
