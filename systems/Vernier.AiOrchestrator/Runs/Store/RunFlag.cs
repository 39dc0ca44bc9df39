namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>A flag of a run, as stored. Times are Unix milliseconds.</summary>
internal sealed record RunFlag
{
    public string Id { get; init; } = "";

    public string RunId { get; init; } = "";

    public InterruptType Type { get; init; }

    public string Reason { get; init; } = "";

    /// <summary>The user who flagged the run.</summary>
    public string UserName { get; init; } = "";

    public FlagStatus Status { get; init; }

    public long CreatedAt { get; init; }

    public long? ResolvedAt { get; init; }

    /// <summary>The user who approved or denied the flag.</summary>
    public string? ResolvedBy { get; init; }
}
