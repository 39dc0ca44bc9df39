using Vernier.Services.Storage;

namespace Vernier.Pangolin.Jobs;

/// <summary>
/// The queue of background jobs in the database. A job is identified by its type and argument: a request for one that waits already makes it due earlier,
/// and a request for one that runs makes it run again. Thread-safe.
/// </summary>
internal sealed class JobQueue(Database database, JobStore store, JobSignal signal, TimeProvider time)
{
    /// <summary>Adds a job in the transaction of the caller. It starts within the polling interval after the transaction.</summary>
    public Task EnqueueAsync(DatabaseSession session, JobType type, string argument, DateTimeOffset due) =>
        JobStore.RequestAsync(session, type, argument, due, time.GetUtcNow());

    /// <summary>Adds a job. It starts at once if it is due.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task EnqueueAsync(JobType type, string argument, DateTimeOffset due, CancellationToken cancellation)
    {
        await database.WriteAsync(session => EnqueueAsync(session, type, argument, due), cancellation).ConfigureAwait(false);
        signal.Set();
    }

    /// <summary>Returns jobs: those that run first, then those that wait by their time, then those that ended last.</summary>
    /// <param name="limit">The maximum number.</param>
    /// <param name="cancellation">Cancels the request.</param>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public Task<IReadOnlyList<JobInfo>> ListAsync(int limit, CancellationToken cancellation) => store.ListAsync(limit, time.GetUtcNow(), cancellation);
}
