using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Deletes finished runs after their retention, and fails paused runs whose flag was not resolved in time.</summary>
internal sealed partial class RunCleanup(
    Database database, RunLifecycle lifecycle, RunSignals signals, TimeProvider time, IOptions<AiOrchestratorOptions> options, ILogger<RunCleanup> logger)
    : BackgroundService
{
    private const int BatchSize = 100;

    private readonly RunOptions _options = options.Value.Runs;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.CleanupInterval, time);
        do
        {
            try
            {
                await DeleteExpiredAsync(stoppingToken).ConfigureAwait(false);
                await FailUnresolvedAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (StorageException exception)
            {
                LogFailed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task DeleteExpiredAsync(CancellationToken cancellation)
    {
        var limit = (time.GetUtcNow() - _options.Retention).ToUnixTimeMilliseconds();
        while (true)
        {
            var ids = await database.WriteAsync(async session =>
            {
                var expired = await session.QueryAsync<string>(
                    $"""
                    SELECT id FROM orchestrator_runs WHERE status IN ('Succeeded', 'Failed', 'Cancelled') AND ended_at < @Limit
                    ORDER BY ended_at LIMIT {BatchSize} {database.SkipLocked}
                    """,
                    new { Limit = limit }).ConfigureAwait(false);
                foreach (var id in expired)
                    await RunLifecycle.DeleteAsync(session, id).ConfigureAwait(false);
                return expired;
            }, cancellation).ConfigureAwait(false);
            foreach (var id in ids)
                signals.RunChanged(id);
            if (ids.Count > 0)
                LogDeleted(ids.Count);
            if (ids.Count < BatchSize)
                return;
        }
    }

    private async Task FailUnresolvedAsync(CancellationToken cancellation)
    {
        if (_options.FlagTimeout == TimeSpan.Zero)
            return;
        var limit = (time.GetUtcNow() - _options.FlagTimeout).ToUnixTimeMilliseconds();
        var expired = await database.ReadAsync(
            session => session.QueryAsync<RunFlag>(
                """
                SELECT f.id, f.run_id, f.type FROM orchestrator_flags f JOIN orchestrator_runs r ON r.id = f.run_id
                WHERE r.status = 'Paused' AND f.status = 'Open' AND f.created_at < @Limit
                """,
                new { Limit = limit }), cancellation).ConfigureAwait(false);
        foreach (var flag in expired)
        {
            var end = await database.WriteAsync(async session =>
            {
                var rows = new RunRows(database, session);
                // The flag may have been resolved since it was read.
                if (await rows.LockAsync(flag.RunId).ConfigureAwait(false) is not { Status: RunStatus.Paused } run
                    || (await rows.OpenFlagAsync(run.Id).ConfigureAwait(false))?.Id != flag.Id)
                {
                    return null;
                }
                var reason = $"The {EnumNames<InterruptType>.Of(flag.Type)} flag was neither approved nor denied within {_options.FlagTimeout} (flag_timeout).";
                return await lifecycle.EndAsync(session, run, RunStatus.Failed, reason, byWorker: false).ConfigureAwait(false);
            }, cancellation).ConfigureAwait(false);
            if (end is not null)
                lifecycle.Record(end);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot delete old runs; retrying at the next cleanup: {Error}")]
    private partial void LogFailed(string error);

    [LoggerMessage(2, LogLevel.Information, "Deleted {Count} finished runs after their retention.")]
    private partial void LogDeleted(int count);
}
