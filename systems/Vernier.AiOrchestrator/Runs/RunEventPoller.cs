using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>
/// With a shared database: finds the events that other hosts have written to the runs that are watched here, once per second for all of them together.
/// </summary>
internal sealed partial class RunEventPoller(Database database, RunSignals signals, TimeProvider time, ILogger<RunEventPoller> logger) : BackgroundService
{
    private const int BatchSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared)
            return;
        var known = new Dictionary<string, long>();
        var failed = false;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                known = await PollAsync(known, stoppingToken).ConfigureAwait(false);
                failed = false;
            }
            catch (StorageException exception)
            {
                if (!failed)
                    LogFailed(logger, exception.Message);
                failed = true;
            }
        }
    }

    /// <summary>Reads the last events of the watched runs and wakes the watchers of those that changed.</summary>
    private async Task<Dictionary<string, long>> PollAsync(Dictionary<string, long> known, CancellationToken cancellation)
    {
        var current = new Dictionary<string, long>();
        foreach (var ids in signals.WatchedRuns.Chunk(BatchSize))
        {
            var rows = await database.ReadAsync(session => session.QueryAsync<LastEvent>("SELECT id, last_event AS last_sequence FROM orchestrator_runs WHERE id = ANY(@Ids)", new { Ids = ids }), cancellation)
                .ConfigureAwait(false);
            foreach (var row in rows)
                current[row.Id] = row.LastSequence;
            // A run that was deleted has no row; its watchers find out.
            foreach (var id in ids.Where(id => !current.TryGetValue(id, out var last) || !known.TryGetValue(id, out var before) || before != last))
                signals.RunChanged(id);
        }
        return current;
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot read events of other hosts; retrying every second, logged once per outage: {Error}")]
    private static partial void LogFailed(ILogger logger, string error);

    private sealed record LastEvent
    {
        public string Id { get; init; } = "";

        public long LastSequence { get; init; }
    }
}
