using Vernier.Services.Storage;

namespace Vernier.Pangolin.Jobs;

/// <summary>The table of background jobs. Thread-safe.</summary>
internal sealed class JobStore(Database database)
{
    public static readonly TableScript Tables = new("""
        CREATE TABLE IF NOT EXISTS pangolin_jobs(
            type text NOT NULL, argument text NOT NULL, state text NOT NULL, due bigint NOT NULL, written bigint NOT NULL, failed_attempts bigint NOT NULL,
            requests bigint NOT NULL, server text, lease_until bigint NOT NULL, lease_number bigint NOT NULL, last_ended bigint, last_error text,
            PRIMARY KEY (type, argument));
        CREATE INDEX IF NOT EXISTS pangolin_jobs_due ON pangolin_jobs(state, due);
        """);

    private const string Columns = "type, argument, state, due, failed_attempts, requests, server, lease_until, lease_number, last_ended, last_error";

    /// <summary>Adds a job, or changes the one with this type and argument.</summary>
    public static Task RequestAsync(DatabaseSession session, JobType type, string argument, DateTimeOffset due, DateTimeOffset now) => session.ExecuteAsync("""
        INSERT INTO pangolin_jobs(type, argument, state, due, written, failed_attempts, requests, lease_until, lease_number)
        VALUES (@Type, @Argument, 'pending', @Due, @Now, 0, 1, 0, 0)
        ON CONFLICT (type, argument) DO UPDATE SET
            due = CASE WHEN pangolin_jobs.state = 'pending' AND pangolin_jobs.lease_until = 0 AND pangolin_jobs.due < excluded.due
                THEN pangolin_jobs.due ELSE excluded.due END,
            failed_attempts = CASE WHEN pangolin_jobs.state = 'pending' THEN pangolin_jobs.failed_attempts ELSE 0 END,
            state = 'pending', written = excluded.written, requests = pangolin_jobs.requests + 1
        """, new { Type = JobTypes.NameOf(type), Argument = argument, Due = due.ToUnixTimeMilliseconds(), Now = now.ToUnixTimeMilliseconds() });

    public async Task<IReadOnlyList<JobInfo>> ListAsync(int limit, DateTimeOffset now, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(session => session.QueryAsync<JobRow>($"""
            SELECT {Columns} FROM pangolin_jobs
            ORDER BY CASE WHEN state <> 'pending' THEN 2 WHEN lease_until > @Now THEN 0 ELSE 1 END, CASE WHEN state = 'pending' THEN due ELSE -last_ended END,
                type, argument
            LIMIT @Limit
            """, new { Now = now.ToUnixTimeMilliseconds(), Limit = limit }), cancellation).ConfigureAwait(false);
        return
        [
            .. from row in rows
               let type = JobTypes.Find(row.Type)
               where type is not null
               select InfoOf(type.Value, row, now.ToUnixTimeMilliseconds()),
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
        return new JobInfo(type, row.Argument, state, DateTimeOffset.FromUnixTimeMilliseconds(row.Due), (int)row.FailedAttempts,
            row.LastEnded is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null, row.LastError, isRunning ? row.Server : null);
    }
}
