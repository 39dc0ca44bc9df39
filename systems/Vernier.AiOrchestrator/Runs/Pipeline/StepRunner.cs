using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Executes steps of the pipeline. Thread-safe.</summary>
internal sealed partial class StepRunner(
    RunInputs inputs,
    ModelClient models,
    StepResults results,
    RunLifecycle lifecycle,
    RunSignals signals,
    StorageRetry retry,
    AiOrchestratorMetrics metrics,
    TimeProvider time,
    IOptions<AiOrchestratorOptions> options,
    ILogger<StepRunner> logger)
{
    /// <summary>Executes a step and stores its result. An interrupted step has no result; it is executed again if the run continues.</summary>
    /// <returns>Whether the run can continue.</returns>
    /// <exception cref="LeaseLostException">The lease is not valid any more; nothing is stored.</exception>
    /// <exception cref="StorageException">The database failed before the model responded.</exception>
    public async Task<bool> RunAsync(RunLease lease, StepWork work, RunTokens tokens)
    {
        metrics.StepStarted(work.Agent, work.Run.Repository, work.Run.UserName);
        var started = time.GetTimestamp();
        var (reply, error) = await CallAsync(work, tokens).ConfigureAwait(false);
        var duration = time.GetElapsedTime(started);
        if (reply is not null)
        {
            await CompleteAsync(lease, work, reply, duration, tokens.Drop).ConfigureAwait(false);
            return true;
        }
        if (error is null)
            return true;
        await FailAsync(lease, work, error, duration, tokens.Drop).ConfigureAwait(false);
        return false;
    }

    /// <summary>Returns the response of the model, or the error; neither if the step was interrupted.</summary>
    private async Task<(ModelReply? Reply, string? Error)> CallAsync(StepWork work, RunTokens tokens)
    {
        var limit = options.Value.Runs.TimeoutOf(work.Agent);
        using var timeout = new CancellationTokenSource(limit, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(tokens.Interrupt, timeout.Token);
        try
        {
            var request = await inputs.RequestAsync(work.Run, AgentPrompts.InstructionsOf(work.Agent), null, cancellation.Token).ConfigureAwait(false);
            return (await models.CompleteAsync(request, cancellation.Token, tokens.Drop).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (tokens.Interrupt.IsCancellationRequested && exception is not StorageException)
        {
            LogInterrupted(work.Run.Id, EnumNames<AgentType>.Of(work.Agent));
            return (null, null);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, $"The agent did not finish within {limit.TotalSeconds:0.###} seconds (agent_timeout).");
        }
        catch (Exception exception) when (exception is BudgetExceededException or ModelException)
        {
            return (null, exception.Message);
        }
        catch (Exception exception) when (exception is not StorageException)
        {
            LogError(exception, work.Run.Id, EnumNames<AgentType>.Of(work.Agent));
            return (null, "An internal error occurred. The log of the host has the details.");
        }
    }

    private async Task CompleteAsync(RunLease lease, StepWork work, ModelReply reply, TimeSpan duration, CancellationToken drop)
    {
        var isReturned = await retry.RunAsync(work.Run.Id, () => results.CompleteAsync(lease, work, reply, duration, drop), drop).ConfigureAwait(false);
        metrics.StepEnded(work.Agent, work.Run.Repository, work.Run.UserName, duration, failed: false);
        metrics.DocumentWritten();
        if (isReturned)
            metrics.TesterReturnedWork();
        signals.RunChanged(work.Run.Id);
    }

    private async Task FailAsync(RunLease lease, StepWork work, string error, TimeSpan duration, CancellationToken drop)
    {
        var stored = StoredText.Clean(error);
        var end = await retry.RunAsync(work.Run.Id, () => results.FailAsync(lease, work, stored, drop), drop).ConfigureAwait(false);
        metrics.StepEnded(work.Agent, work.Run.Repository, work.Run.UserName, duration, failed: true);
        lifecycle.Record(end);
        LogFailed(work.Run.Id, EnumNames<AgentType>.Of(work.Agent), stored);
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: {Agent} failed: {Error}")]
    private partial void LogFailed(string runId, string agent, string error);

    [LoggerMessage(2, LogLevel.Error, "Run {RunId}: {Agent} failed with an unexpected exception.")]
    private partial void LogError(Exception exception, string runId, string agent);

    [LoggerMessage(3, LogLevel.Information, "Run {RunId}: {Agent} was interrupted.")]
    private partial void LogInterrupted(string runId, string agent);
}
