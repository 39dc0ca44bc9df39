namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>A step of a run, as stored. Times are Unix milliseconds.</summary>
internal sealed record RunStep
{
    public AgentType Agent { get; init; }

    public StepStatus Status { get; init; }

    /// <summary>How often the step was started: repeated work and restarts included.</summary>
    public long Executions { get; init; }

    public long? StartedAt { get; init; }

    public long? EndedAt { get; init; }

    public string? Error { get; init; }

    /// <summary>Whether the run continues with what follows the step.</summary>
    public bool IsPassed => Status is StepStatus.Completed or StepStatus.Skipped;
}
