using System.Text.Json;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>Writes events of runs. The sequence number comes from the row of the run, so that it has no gaps. Thread-safe.</summary>
internal sealed class EventLog(TimeProvider time)
{
    /// <summary>The number of events that are kept of each run.</summary>
    public const int KeptEvents = 1_000;

    /// <summary>Adds an event in the transaction of the change that it reports.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="runId">The run.</param>
    /// <param name="type">One of <see cref="RunEventTypes"/>.</param>
    /// <param name="data">An object that is serialized as JSON.</param>
    public async Task AppendAsync(DatabaseSession session, string runId, string type, object data)
    {
        var sequence = await session.FirstOrDefaultAsync<long>("UPDATE orchestrator_runs SET last_event = last_event + 1 WHERE id = @RunId RETURNING last_event", new { RunId = runId })
            .ConfigureAwait(false);
        await session.ExecuteAsync("INSERT INTO orchestrator_run_events (run_id, sequence, type, time, data) VALUES (@RunId, @Sequence, @Type, @Time, @Data)", new
        {
            RunId = runId,
            Sequence = sequence,
            Type = type,
            Time = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Data = JsonSerializer.Serialize(data, RunJson.Options),
        }).ConfigureAwait(false);
        if (sequence > KeptEvents)
        {
            await session.ExecuteAsync("DELETE FROM orchestrator_run_events WHERE run_id = @RunId AND sequence <= @Last", new { RunId = runId, Last = sequence - KeptEvents })
                .ConfigureAwait(false);
        }
    }
}
