using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Jobs;

/// <summary>Decides what happens to a job after an attempt.</summary>
internal static class JobSchedule
{
    private const int MaxErrorLength = 500;

    /// <summary>Returns the end of a successful attempt.</summary>
    public static JobEnd Succeeded(JobRow job, JobDefinition definition, DateTimeOffset now) => IntervalOf(job, definition) is { } interval
        ? new(JobStatus.Success, JobRow.Pending, now + interval, 0, null, now)
        : new(JobStatus.Success, JobRow.Done, now, 0, null, now);

    /// <summary>Returns the end of a failed attempt: another one later, or none if it was the last one. A scheduled job continues with its next run.</summary>
    public static JobEnd Failed(JobRow job, JobDefinition definition, string error, JobOptions options, DateTimeOffset now)
    {
        var text = error.Length <= MaxErrorLength ? error : error[..MaxErrorLength] + "…";
        if (job.Attempts < definition.MaxAttempts)
            return new(JobStatus.Retry, JobRow.Pending, now + RetryDelay(job.Attempts, options), job.Attempts, text, now);
        return IntervalOf(job, definition) is { } interval
            ? new(JobStatus.Failure, JobRow.Pending, now + interval, 0, text, now)
            : new(JobStatus.Failure, JobRow.Failed, now, job.Attempts, text, now);
    }

    /// <summary>Doubles with each attempt up to a maximum. The random part spreads jobs that failed together.</summary>
    internal static TimeSpan RetryDelay(long attempts, JobOptions options)
    {
        var seconds = options.RetryDelay.TotalSeconds * Math.Pow(2, attempts - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, options.MaxRetryDelay.TotalSeconds) * (0.5 + Random.Shared.NextDouble() / 2));
    }

    private static TimeSpan? IntervalOf(JobRow job, JobDefinition definition) => job.Argument.Length == 0 ? definition.Interval : null;
}
