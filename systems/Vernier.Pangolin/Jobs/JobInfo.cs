namespace Vernier.Pangolin.Jobs;

/// <summary>What a job is doing.</summary>
internal enum JobState
{
    /// <summary>The job waits until it is due.</summary>
    Pending,
    Running,

    /// <summary>The last attempt succeeded, and the job is not scheduled again.</summary>
    Done,

    /// <summary>All attempts failed, and the job is not scheduled again.</summary>
    Failed,
}

/// <summary>A job as the page shows it.</summary>
/// <param name="Type">The type.</param>
/// <param name="Argument">What the job works on; empty for a scheduled job.</param>
/// <param name="State">What the job is doing.</param>
/// <param name="Due">When the next attempt starts, or when the last one was due.</param>
/// <param name="Attempts">The number of attempts since the last success, including one that is running.</param>
/// <param name="LastEnded">When the last attempt ended; null before the first one.</param>
/// <param name="LastError">Why the last attempt failed; null if it succeeded.</param>
/// <param name="Server">The server that runs it; null if it is not running.</param>
internal sealed record JobInfo(
    JobType Type, string Argument, JobState State, DateTimeOffset Due, int Attempts, DateTimeOffset? LastEnded, string? LastError, string? Server);
