using Vernier.AiOrchestrator.Grafts;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>A graft of a run, as stored. Times are Unix milliseconds.</summary>
internal sealed record RunGraft
{
    public string Id { get; init; } = "";

    /// <summary>The name of the graft agent.</summary>
    public string Agent { get; init; } = "";

    /// <summary>The checkpoint: the graft is executed after this agent.</summary>
    public AgentType AfterAgent { get; init; }

    /// <summary>The timeout; null means that of the graft agent.</summary>
    public long? TimeoutMs { get; init; }

    public GraftStatus Status { get; init; }

    /// <summary>The attempts of all executions.</summary>
    public long Attempts { get; init; }

    public string? Error { get; init; }

    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? EndedAt { get; init; }
}
