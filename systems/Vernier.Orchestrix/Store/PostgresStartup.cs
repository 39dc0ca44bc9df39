using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// Creates the tables in the background when the application starts, and retries until the database is available, so that the first order is not
/// delayed.
/// </summary>
internal sealed partial class PostgresStartup(PostgresEventStore store, TimeProvider time, ILogger<PostgresStartup> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var first = true; ; first = false)
        {
            try
            {
                await store.CreateSchemaAsync(stoppingToken).ConfigureAwait(false);
                LogReady(logger);
                return;
            }
            catch (EventStoreUnavailableException exception)
            {
                if (first)
                    LogUnavailable(logger, exception.Message, RetryDelay);
            }

            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "PostgreSQL event store is ready.")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "{Problem} Creating the schema is retried in {Delay}; further failures are not logged.")]
    private static partial void LogUnavailable(ILogger logger, string problem, TimeSpan delay);
}
