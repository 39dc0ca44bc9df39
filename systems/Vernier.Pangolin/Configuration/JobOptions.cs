using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of background jobs. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class JobOptions
{
    /// <summary>Gets or sets the maximum number of jobs that this server runs concurrently, 1 to 100. Others wait in the queue. Default: 4.</summary>
    [Range(1, 100)]
    public int MaxConcurrentJobs { get; set; } = 4;

    /// <summary>Gets or sets the time between two searches for jobs that are due, 100 milliseconds to 1 minute. Default: 1 second.</summary>
    [DurationRange(0.1, 60)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Gets or sets how long a server reserves a job without renewing the reservation, 1 second to 1 hour. When a server is killed, another one repeats its
    /// jobs after this time. The clocks of servers that share a database must differ by much less. Default: 30 seconds.
    /// </summary>
    [DurationRange(1, 3_600)]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets or sets the time until a failed job is repeated for the first time, 100 milliseconds to 1 hour. It doubles with each failed attempt, and is
    /// reduced by up to a half at random. Default: 10 seconds.
    /// </summary>
    [DurationRange(0.1, 3_600)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the maximum time until a failed job is repeated, 100 milliseconds to 1 day. Default: 10 minutes.</summary>
    [DurationRange(0.1, 86_400)]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Gets or sets how long the shutdown waits for the jobs in progress, 0 to 1 hour, and at most the shutdown timeout of the application
    /// (<c>HostOptions.ShutdownTimeout</c>, 30 seconds by default). A job that takes longer is canceled and repeated by the next server. Default: 10 seconds.
    /// </summary>
    [DurationRange(0.001, 3_600, AllowZero = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long jobs that ended are kept for the page, 1 minute to 365 days. Default: 7 days.</summary>
    [DurationRange(60, 365.0 * 86_400)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);
}
