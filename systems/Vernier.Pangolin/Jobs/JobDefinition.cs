namespace Vernier.Pangolin.Jobs;

/// <summary>A type of background job. Each owner registers its own as a singleton.</summary>
/// <param name="Type">The type.</param>
/// <param name="Interval">How often the job with an empty argument runs; null if it runs only on demand.</param>
/// <param name="RunAsync">
/// Runs the job with its argument. An exception fails the attempt, which is repeated later. A job can run again after a crash, so it must be idempotent.
/// </param>
internal sealed record JobDefinition(JobType Type, TimeSpan? Interval, Func<string, CancellationToken, Task> RunAsync)
{
    /// <summary>After how many failed attempts a job is not repeated any more; the next scheduled run is not affected.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>After what time an attempt is canceled and counts as failed.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
