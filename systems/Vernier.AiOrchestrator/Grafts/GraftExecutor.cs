using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>Executes grafts: attempts, delays, timeout, circuit breaker and metrics. Thread-safe.</summary>
internal sealed partial class GraftExecutor(GraftBreakers breakers, GraftOptions options, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<GraftExecutor> logger)
{
    /// <summary>
    /// Executes a graft once, and records its success, failure or rejection. A cancellation is recorded by the caller, because an interrupted graft may be
    /// executed again. After a failed attempt it waits for n × the retry delay, after a timeout it does not wait. The circuit breaker counts the
    /// outcome of the execution, not of the attempts.
    /// </summary>
    /// <param name="runId">The run, for the log.</param>
    /// <param name="agent">A configured agent.</param>
    /// <param name="timeout">How long each attempt may take.</param>
    /// <param name="attempt">
    /// One attempt, which returns the document. It must observe its token. Each exception is a failed attempt, except for
    /// <see cref="GraftAbortedException"/> and a cancellation.
    /// </param>
    /// <param name="cancellation">Cancels the execution; the result is Cancelled.</param>
    public async Task<GraftResult> ExecuteAsync(
        string runId, GraftAgent agent, TimeSpan timeout, Func<CancellationToken, Task<string>> attempt, CancellationToken cancellation)
    {
        var breaker = breakers[agent.Name];
        if (!breaker.TryEnter(out var period))
        {
            metrics.GraftRejected(agent.Name);
            return new GraftResult(GraftStatus.CircuitOpen, null, 0, $"The circuit breaker of {agent.Name} rejects executions after {breaker.Snapshot().FailureCount} failures in a row.");
        }

        var result = await TryAsync(runId, agent, timeout, attempt, cancellation).ConfigureAwait(false);
        switch (result.Status)
        {
            case GraftStatus.Completed:
                metrics.GraftSucceeded(agent.Name);
                breaker.Succeeded(period);
                break;
            case GraftStatus.Cancelled:
                // Counted by the caller: an execution that ends with a shutdown is repeated, and is not canceled.
                breaker.Canceled(period);
                break;
            default:
                metrics.GraftFailed(agent.Name, timedOut: result.Status == GraftStatus.Timeout);
                breaker.Failed(period);
                break;
        }
        return result;
    }

    private async Task<GraftResult> TryAsync(
        string runId, GraftAgent agent, TimeSpan timeout, Func<CancellationToken, Task<string>> attempt, CancellationToken cancellation)
    {
        for (var number = 1; ; number++)
        {
            var result = await AttemptAsync(number, timeout, attempt, cancellation).ConfigureAwait(false);
            if (result.Status is GraftStatus.Completed or GraftStatus.Cancelled)
                return result;
            LogFailed(logger, runId, agent.Name, number, options.MaxAttempts, result.Error!);
            if (number == options.MaxAttempts)
                return result;
            if (result.Status == GraftStatus.Failed)
                await Task.Delay(number * options.RetryDelay, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<GraftResult> AttemptAsync(int number, TimeSpan timeout, Func<CancellationToken, Task<string>> attempt, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Canceled(number - 1);
        using var clock = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, clock.Token);
        try
        {
            return new GraftResult(GraftStatus.Completed, await attempt(both.Token).ConfigureAwait(false), number, null);
        }
        catch (GraftAbortedException exception)
        {
            return new GraftResult(GraftStatus.Cancelled, null, number, exception.Message);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            return Canceled(number);
        }
        catch (Exception) when (clock.IsCancellationRequested)
        {
            return new GraftResult(GraftStatus.Timeout, null, number, $"Timed out after {timeout.TotalSeconds} s.");
        }
        catch (Exception exception)
        {
            return new GraftResult(GraftStatus.Failed, null, number, exception.Message);
        }
    }

    private static GraftResult Canceled(int attempts) => new(GraftStatus.Cancelled, null, attempts, "Canceled.");

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: attempt {Attempt} of {MaxAttempts} of graft agent {Agent} failed: {Reason}")]
    private static partial void LogFailed(ILogger logger, string runId, string agent, int attempt, int maxAttempts, string reason);
}
