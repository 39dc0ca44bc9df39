using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vernier.Orchestrix.Store;

/// <summary>
/// Creates the tables when the application starts and, if the database is not there yet, tries again until it is, so that the first order does
/// not pay for it. The application starts without waiting.
/// </summary>
internal sealed partial class PostgresStartup(PostgresEventStore store, TimeProvider time, ILogger<PostgresStartup> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

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
                    LogNotYet(logger, exception.Message, Pause);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(false);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The event store in PostgreSQL is ready.")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "{Problem} Its tables will be created when it is there; next attempt in {Pause}, then silently on.")]
    private static partial void LogNotYet(ILogger logger, string problem, TimeSpan pause);
}
