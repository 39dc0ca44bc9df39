using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Reads events of runs and waits for new ones. Thread-safe.</summary>
internal sealed class RunEvents(Database database, RunSignals signals)
{
    /// <summary>Reads the events that follow a sequence number.</summary>
    /// <param name="runId">The run. An unknown one has no events.</param>
    /// <param name="after">The last sequence number that the caller has; 0 for all events that are kept.</param>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<RunEventPage> ReadAsync(string runId, long after, int limit, CancellationToken cancellation) => database.ReadAsync(async session =>
    {
        var bounds = await session.FirstOrDefaultAsync<Bounds>(
            "SELECT COALESCE(MIN(sequence), 0) AS first, COALESCE(MAX(sequence), 0) AS last FROM orchestrator_run_events WHERE run_id = @RunId", new { RunId = runId })
            .ConfigureAwait(false) ?? new Bounds();
        // Events that are stored between the statements are not read, so that no event of the page follows LastSequence.
        var rows = await session.QueryAsync<EventRow>(
            """
            SELECT sequence, type, time, data FROM orchestrator_run_events WHERE run_id = @RunId AND sequence > @After AND sequence <= @Last
            ORDER BY sequence LIMIT @Limit
            """,
            new { RunId = runId, After = after, bounds.Last, Limit = limit }).ConfigureAwait(false);
        // Events that are deleted between the statements are missing in the page.
        var first = rows.Count > 0 && rows[0].Sequence > after + 1 ? Math.Max(bounds.First, rows[0].Sequence) : bounds.First;
        return new RunEventPage([.. rows.Select(row => row.ToEvent(runId))], first, bounds.Last);
    }, cancellation);

    /// <summary>Returns when the run has an event after a sequence number: at once for events of this host, within a second for those of others.</summary>
    /// <exception cref="RequestException">404: the run does not exist, or was deleted.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task WaitAsync(string runId, long after, CancellationToken cancellation)
    {
        using var watch = signals.WatchRun(runId);
        while (true)
        {
            var next = watch.Next;
            var last = await LastAsync(runId, cancellation).ConfigureAwait(false) ?? throw RunErrors.NotFound(runId);
            if (last > after)
                return;
            await next.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private Task<long?> LastAsync(string runId, CancellationToken cancellation) => database.ReadAsync(
        session => session.FirstOrDefaultAsync<long?>("SELECT last_event FROM orchestrator_runs WHERE id = @RunId", new { RunId = runId }), cancellation);

    private sealed record Bounds
    {
        public long First { get; init; }

        public long Last { get; init; }
    }

    private sealed record EventRow
    {
        public long Sequence { get; init; }

        public string Type { get; init; } = "";

        public long Time { get; init; }

        public string Data { get; init; } = "";

        public RunEvent ToEvent(string runId) => new(runId, Sequence, Type, DateTimeOffset.FromUnixTimeMilliseconds(Time), Data, RunEventTypes.IsCritical(Type));
    }
}
