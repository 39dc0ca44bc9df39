using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Repeats calls every second while the database is unavailable, so that an outage loses no run and no result. Thread-safe.</summary>
internal sealed partial class StorageRetry(TimeProvider time, ILogger<StorageRetry> logger)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>Repeats a write of the progress of a run until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled first.</exception>
    public Task<T> RunAsync<T>(string runId, Func<Task<T>> call, CancellationToken cancellation) => RunAsync(call, error => LogProgress(runId, error), cancellation);

    /// <summary>Repeats a call of the queue until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled first.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellation) => RunAsync(call, LogQueue, cancellation);

    private async Task<T> RunAsync<T>(Func<Task<T>> call, Action<string> log, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call().ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                if (attempt == 1)
                    log(exception.Message);
                await Task.Delay(Delay, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: cannot store its progress; retrying every second, logged once per outage: {Error}")]
    private partial void LogProgress(string runId, string error);

    [LoggerMessage(2, LogLevel.Error, "Cannot read the queue of runs; retrying every second, logged once per outage: {Error}")]
    private partial void LogQueue(string error);
}
