namespace Vernier.Pangolin.Jobs;

/// <summary>A row of the table of jobs. Times are Unix milliseconds.</summary>
internal sealed record JobRow
{
    /// <summary>The state of a job that waits, or runs while it is leased.</summary>
    public const string Pending = "pending";

    public const string Done = "done";

    public const string Failed = "failed";

    public string Type { get; init; } = "";

    public string Argument { get; init; } = "";

    public string State { get; init; } = "";

    public long Due { get; init; }

    /// <summary>The number of attempts since the last success. An attempt counts from its start, so that a job that crashes the server is not repeated forever.</summary>
    public long Attempts { get; init; }

    /// <summary>Counts the requests for the job: one that arrives while the job runs makes it run again.</summary>
    public long Requests { get; init; }

    /// <summary>The server that runs the job, or ran it last.</summary>
    public string? Server { get; init; }

    /// <summary>When the lease of the server ends; 0 without a lease.</summary>
    public long LeaseUntil { get; init; }

    /// <summary>Identifies the lease: a server whose lease was given to another one does not change the row.</summary>
    public long LeaseNumber { get; init; }

    public long? LastEnded { get; init; }

    public string? LastError { get; init; }

    /// <summary>Identifies the job among those of the table.</summary>
    public string Key => $"{Type}:{Argument}";
}
