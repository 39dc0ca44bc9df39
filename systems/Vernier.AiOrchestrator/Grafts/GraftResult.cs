namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The states of a graft.</summary>
internal enum GraftStatus
{
    Pending,
    Running,
    Completed,
    Failed,

    /// <summary>The last attempt timed out.</summary>
    Timeout,

    /// <summary>The circuit breaker of the agent rejected the execution.</summary>
    CircuitOpen,

    Cancelled,
}

/// <summary>How the execution of a graft ended.</summary>
/// <param name="Status">The final status.</param>
/// <param name="Document">The document; null unless the status is Completed.</param>
/// <param name="Attempts">The number of attempts that were started.</param>
/// <param name="Error">The reason; null if the status is Completed.</param>
internal sealed record GraftResult(GraftStatus Status, string? Document, int Attempts, string? Error);
