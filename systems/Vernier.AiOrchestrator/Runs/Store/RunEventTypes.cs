namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>The types of events.</summary>
internal static class RunEventTypes
{
    public const string RunCreated = "RUN_CREATED";
    public const string RunStart = "RUN_START";
    public const string RunResume = "RUN_RESUME";
    public const string RunPaused = "RUN_PAUSED";
    public const string RunSucceeded = "RUN_SUCCEEDED";
    public const string RunFailed = "RUN_FAILED";
    public const string RunCancelled = "RUN_CANCELLED";
    public const string StepStart = "STEP_START";
    public const string StepComplete = "STEP_COMPLETE";
    public const string StepFailed = "STEP_FAILED";
    public const string StepRework = "STEP_REWORK";
    public const string GraftAdded = "GRAFT_ADDED";
    public const string GraftStart = "GRAFT_START";
    public const string GraftComplete = "GRAFT_COMPLETE";
    public const string GraftFailed = "GRAFT_FAILED";
    public const string GraftCancelled = "GRAFT_CANCELLED";
    public const string PruneApplied = "PRUNE_APPLIED";
    public const string FlagRaised = "FLAG_RAISED";
    public const string FlagApproved = "FLAG_APPROVED";
    public const string FlagDenied = "FLAG_DENIED";

    private static readonly string[] CriticalPrefixes = ["GRAFT_", "PRUNE_", "FLAG_"];

    public static bool IsCritical(string type) => CriticalPrefixes.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Returns the type of the last event of a run.</summary>
    public static string OfEnd(RunStatus status) => status switch
    {
        RunStatus.Succeeded => RunSucceeded,
        RunStatus.Failed => RunFailed,
        RunStatus.Cancelled => RunCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a final state."),
    };
}
