using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// The number of locked accounts for the metrics. It is read from the database in the background, so that a scrape never waits for the database. Deletes
/// failed logins that do not count anymore.
/// </summary>
internal sealed partial class BlockedAccounts(Database database, LockOuts lockOuts, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<BlockedAccounts> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private int _count;

    /// <summary>Reads the number again.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task RefreshAsync(CancellationToken cancellation) =>
        Volatile.Write(ref _count, (await lockOuts.ListAsync(cancellation).ConfigureAwait(false)).Count);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        metrics.ObserveBlockedAccounts(() => Volatile.Read(ref _count));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var isFailing = false;
        do
        {
            try
            {
                await database.WriteAsync(lockOuts.PurgeAsync, stoppingToken).ConfigureAwait(false);
                await RefreshAsync(stoppingToken).ConfigureAwait(false);
                isFailing = false;
            }
            catch (StorageException exception)
            {
                if (!isFailing)
                    LogFailed(exception.Message);
                isFailing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(1, LogLevel.Warning, "Reading the locked accounts failed; their metric keeps its value; logged once until it succeeds: {Reason}")]
    private partial void LogFailed(string reason);
}
