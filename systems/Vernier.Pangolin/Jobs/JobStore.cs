using Vernier.Services.Storage;

namespace Vernier.Pangolin.Jobs;

/// <summary>The table of background jobs. Several servers can take jobs from the same database. Thread-safe.</summary>
internal sealed class JobStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_jobs(
            type text NOT NULL, argument text NOT NULL, state text NOT NULL, due bigint NOT NULL, written bigint NOT NULL, attempts bigint NOT NULL,
            requests bigint NOT NULL, server text, lease_until bigint NOT NULL, lease_number bigint NOT NULL, last_ended bigint, last_error text,
            PRIMARY KEY (type, argument));
        CREATE INDEX IF NOT EXISTS pangolin_jobs_due ON pangolin_jobs(state, due);
        """);

    /// <summary>How much the clocks of servers can differ. A time that is further in the future was written before a clock was set back.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    private const string Columns = "type, argument, state, due, attempts, requests, server, lease_until, lease_number, last_ended, last_error";

    /// <summary>Adds a job, or changes the one with this type and argument.</summary>
    public static Task RequestAsync(DatabaseSession session, JobType type, string argument, DateTimeOffset due, DateTimeOffset now) => session.ExecuteAsync("""
        INSERT INTO pangolin_jobs(type, argument, state, due, written, attempts, requests, lease_until, lease_number)
        VALUES (@Type, @Argument, 'pending', @Due, @Now, 0, 1, 0, 0)
        ON CONFLICT (type, argument) DO UPDATE SET
            due = CASE WHEN pangolin_jobs.state = 'pending' AND pangolin_jobs.lease_until = 0 AND pangolin_jobs.due < excluded.due
                THEN pangolin_jobs.due ELSE excluded.due END,
            attempts = CASE WHEN pangolin_jobs.state = 'pending' THEN pangolin_jobs.attempts ELSE 0 END,
            state = 'pending', written = excluded.written, requests = pangolin_jobs.requests + 1
        """, new { Type = JobTypes.NameOf(type), Argument = argument, Due = Milliseconds(due), Now = Milliseconds(now) });

    /// <summary>
    /// Prepares the table when a server starts: adds the scheduled jobs, and ends the leases that this server held before. The data directory is locked, so
    /// no other process has them.
    /// </summary>
    public Task PrepareAsync(IEnumerable<JobDefinition> definitions, string server, DateTimeOffset now, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            await session.ExecuteAsync("UPDATE pangolin_jobs SET lease_until = 0 WHERE server = @Server AND lease_until > 0", new { Server = server }).ConfigureAwait(false);
            foreach (var definition in definitions)
            {
                if (definition.Interval is not { } interval)
                    continue;
                await session.ExecuteAsync("""
                    INSERT INTO pangolin_jobs(type, argument, state, due, written, attempts, requests, lease_until, lease_number)
                    VALUES (@Type, '', 'pending', @Now, @Now, 0, 1, 0, 0)
                    ON CONFLICT (type, argument) DO UPDATE SET
                        due = CASE WHEN pangolin_jobs.state <> 'pending' THEN @Now WHEN pangolin_jobs.due > @Latest THEN @Latest ELSE pangolin_jobs.due END,
                        state = 'pending', written = @Now
                    """, new { Type = JobTypes.NameOf(definition.Type), Now = Milliseconds(now), Latest = Milliseconds(now + interval) }).ConfigureAwait(false);
            }
        }, cancellation);

    /// <summary>Returns the number of jobs that are due and do not run, by type.</summary>
    public async Task<IReadOnlyDictionary<JobType, int>> CountDueAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var counts = await database.ReadAsync(session => session.QueryAsync<TypeCount>(
            "SELECT type, COUNT(*) AS jobs FROM pangolin_jobs WHERE state = 'pending' AND due <= @Now AND lease_until <= @Now GROUP BY type",
            new { Now = Milliseconds(now) }), cancellation).ConfigureAwait(false);
        return JobTypes.All.ToDictionary(type => type, type => (int)(counts.FirstOrDefault(count => count.Type == JobTypes.NameOf(type))?.Jobs ?? 0));
    }

    /// <summary>Takes the job that is due for the longest time; null if there is none.</summary>
    /// <param name="types">The types that this server can run.</param>
    /// <param name="running">The jobs that this server runs. It does not take them from itself when a lease expires during an outage of the database.</param>
    /// <param name="server">This server.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">The duration of the lease.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public Task<JobRow?> TakeAsync(
        IEnumerable<JobType> types, IEnumerable<string> running, string server, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation) =>
        database.WriteAsync(async session =>
        {
            var known = string.Join(", ", types.Select(type => $"'{JobTypes.NameOf(type)}'"));
            var due = await session.FirstOrDefaultAsync<JobRow>($"""
                SELECT {Columns} FROM pangolin_jobs
                WHERE state = 'pending' AND due <= @Now AND lease_until <= @Now AND type IN ({known}) AND {database.NotIn("type || ':' || argument", "@Running")}
                ORDER BY due, type, argument LIMIT 1 {database.SkipLocked}
                """, new { Now = Milliseconds(now), Running = running.ToArray() }).ConfigureAwait(false);
            if (due is null)
                return null;
            await session.ExecuteAsync("""
                UPDATE pangolin_jobs SET attempts = attempts + 1, server = @Server, lease_until = @Until, lease_number = lease_number + 1
                WHERE type = @Type AND argument = @Argument
                """, new { due.Type, due.Argument, Server = server, Until = Milliseconds(now + lease) }).ConfigureAwait(false);
            return due with { Attempts = due.Attempts + 1, LeaseNumber = due.LeaseNumber + 1 };
        }, cancellation);

    /// <summary>Extends a lease. Returns false if another server has the job.</summary>
    public async Task<bool> RenewAsync(JobRow job, DateTimeOffset now, TimeSpan lease, CancellationToken cancellation) => await database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE pangolin_jobs SET lease_until = @Until WHERE type = @Type AND argument = @Argument AND lease_number = @LeaseNumber",
            new { job.Type, job.Argument, job.LeaseNumber, Until = Milliseconds(now + lease) }),
        cancellation).ConfigureAwait(false) == 1;

    /// <summary>Stores the end of an attempt. A job that was requested again meanwhile is due as requested. Returns false if another server has the job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="end">What happens next.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<bool> EndAsync(JobRow job, JobEnd end, CancellationToken cancellation) => await database.WriteAsync(
        session => session.ExecuteAsync("""
            UPDATE pangolin_jobs SET
                state = CASE WHEN requests = @Requests THEN CAST(@State AS text) ELSE 'pending' END,
                due = CASE WHEN requests = @Requests THEN @Due ELSE due END,
                attempts = CASE WHEN requests = @Requests THEN @Attempts ELSE 0 END,
                written = @Now, lease_until = 0, last_ended = @Now, last_error = CAST(@Error AS text)
            WHERE type = @Type AND argument = @Argument AND lease_number = @LeaseNumber
            """, new { job.Type, job.Argument, job.LeaseNumber, job.Requests, end.State, Due = Milliseconds(end.Due), end.Attempts, end.Error, Now = Milliseconds(end.Ended) }),
        cancellation).ConfigureAwait(false) == 1;

    /// <summary>Gives a job back that was canceled because this server stops: any server runs it at once, and the attempt does not count.</summary>
    public Task ReleaseAsync(JobRow job, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE pangolin_jobs SET attempts = attempts - 1, lease_until = 0 WHERE type = @Type AND argument = @Argument AND lease_number = @LeaseNumber",
            new { job.Type, job.Argument, job.LeaseNumber }),
        cancellation);

    /// <summary>
    /// Deletes jobs that ended long ago. Corrects times that were written before a clock was set back: jobs keep the time that they had to wait, and leases
    /// their duration.
    /// </summary>
    public Task MaintainAsync(DateTimeOffset now, TimeSpan lease, TimeSpan retention, CancellationToken cancellation) => database.WriteAsync(async session =>
    {
        await session.ExecuteAsync(
            "DELETE FROM pangolin_jobs WHERE state <> 'pending' AND last_ended < @Oldest", new { Oldest = Milliseconds(now - retention) }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE pangolin_jobs SET due = due - written + @Now, written = @Now WHERE state = 'pending' AND written > @Latest",
            new { Now = Milliseconds(now), Latest = Milliseconds(now + ClockTolerance) }).ConfigureAwait(false);
        await session.ExecuteAsync("UPDATE pangolin_jobs SET lease_until = @Until WHERE lease_until > @Latest",
            new { Until = Milliseconds(now + lease), Latest = Milliseconds(now + lease + ClockTolerance) }).ConfigureAwait(false);
    }, cancellation);

    public async Task<IReadOnlyList<JobInfo>> ListAsync(int limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<JobRow>($"""
            SELECT {Columns} FROM pangolin_jobs
            ORDER BY CASE WHEN state <> 'pending' THEN 2 WHEN lease_until > @Now THEN 0 ELSE 1 END, CASE WHEN state = 'pending' THEN due ELSE -last_ended END,
                type, argument
            LIMIT @Limit
            """, new { Now = Milliseconds(now), Limit = (long)limit }), cancellation).ConfigureAwait(false);
        return
        [
            .. from row in rows
               let type = JobTypes.Find(row.Type)
               where type is not null
               select InfoOf(type.Value, row, Milliseconds(now)),
        ];
    }

    private static JobInfo InfoOf(JobType type, JobRow row, long now)
    {
        var isRunning = row.State == JobRow.Pending && row.LeaseUntil > now;
        var state = row.State switch
        {
            JobRow.Done => JobState.Done,
            JobRow.Failed => JobState.Failed,
            _ => isRunning ? JobState.Running : JobState.Pending,
        };
        return new JobInfo(type, row.Argument, state, DateTimeOffset.FromUnixTimeMilliseconds(row.Due), (int)row.Attempts,
            row.LastEnded is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null, row.LastError, isRunning ? row.Server : null);
    }

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private sealed record TypeCount
    {
        public string Type { get; init; } = "";

        public long Jobs { get; init; }
    }
}

/// <summary>What happens to a job after an attempt.</summary>
/// <param name="Status">How the attempt ended.</param>
/// <param name="State">The state of the row.</param>
/// <param name="Due">When the next attempt starts.</param>
/// <param name="Attempts">The number of attempts since the last success.</param>
/// <param name="Error">Why the attempt failed; null if it succeeded.</param>
/// <param name="Ended">When the attempt ended.</param>
internal sealed record JobEnd(JobStatus Status, string State, DateTimeOffset Due, long Attempts, string? Error, DateTimeOffset Ended);
