namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The states of a run. Succeeded, Failed and Cancelled are final.</summary>
internal enum RunStatus
{
    Queued,
    Running,
    Paused,
    Succeeded,
    Failed,
    Cancelled,
}

/// <summary>The states of a step of the pipeline. Completed and Skipped let the run continue with the next step.</summary>
internal enum StepStatus
{
    Pending,
    Running,
    Completed,
    Failed,
    Skipped,
    Cancelled,
}

/// <summary>The states of a flag. It is closed if the run ends before it is resolved.</summary>
internal enum FlagStatus
{
    Open,
    Approved,
    Denied,
    Closed,
}
