using Vernier.AiOrchestrator.Models;

namespace Vernier.AiOrchestrator.Runs.Store;

/// <summary>A run, as stored, without its task. Times are Unix milliseconds.</summary>
internal sealed record Run
{
    /// <summary>The columns of the properties.</summary>
    public static readonly string Columns = "id, repository, user_name, complexity, status, reason, created_at, started_at, ended_at, stop_outcome, stop_reason, "
        + "tester_loops, review_loops, last_event, lease_number, lease_expires, "
        + $"CASE WHEN ended_at IS NOT NULL THEN {CostStore.SpentByRun("orchestrator_runs.id")} END AS cost_usd";

    public string Id { get; init; } = "";

    public string Repository { get; init; } = "";

    /// <summary>The user who started the run.</summary>
    public string UserName { get; init; } = "";

    public Complexity Complexity { get; init; }

    public RunStatus Status { get; init; }

    /// <summary>Why the run failed or was canceled.</summary>
    public string? Reason { get; init; }

    public long CreatedAt { get; init; }

    public long? StartedAt { get; init; }

    public long? EndedAt { get; init; }

    /// <summary>The cost in USD; null until the run ends. It includes calls whose cost was stored after the end.</summary>
    public double? CostUsd { get; init; }

    /// <summary>The final state that was requested while a host executes the run; null if the run is to continue.</summary>
    public RunStatus? StopOutcome { get; init; }

    public string? StopReason { get; init; }

    /// <summary>How often the tester returned work to the developer.</summary>
    public long TesterLoops { get; init; }

    /// <summary>How often reviewing grafts returned work to the developer.</summary>
    public long ReviewLoops { get; init; }

    /// <summary>The sequence number of the last event.</summary>
    public long LastEvent { get; init; }

    /// <summary>The number of the current lease; it increases each time a host takes the run.</summary>
    public long LeaseNumber { get; init; }

    public long LeaseExpires { get; init; }

    public bool IsFinal => Status is RunStatus.Succeeded or RunStatus.Failed or RunStatus.Cancelled;

    /// <summary>Returns the time from the start, or from the creation of a run that never started, to a time in Unix milliseconds; never negative.</summary>
    public TimeSpan DurationUntil(long time) => TimeSpan.FromMilliseconds(Math.Max(0, time - (StartedAt ?? CreatedAt)));

    /// <summary>Whether a host executes the run.</summary>
    public bool IsLeased(DateTimeOffset now) => Status == RunStatus.Running && LeaseExpires > now.ToUnixTimeMilliseconds();
}
