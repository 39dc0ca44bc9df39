using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Repeats writes while the database is unavailable, so that an outage loses no result. Thread-safe.</summary>
internal sealed partial class StorageRetry(TimeProvider time, ILogger<StorageRetry> logger)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>Repeats a call every second until it succeeds.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled first.</exception>
    public async Task<T> RunAsync<T>(string runId, Func<Task<T>> call, CancellationToken cancellation)
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
                    LogRetrying(runId, exception.Message);
                await Task.Delay(Delay, time, cancellation).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: cannot store its progress; retrying every second, logged once per outage: {Error}")]
    private partial void LogRetrying(string runId, string error);
}
