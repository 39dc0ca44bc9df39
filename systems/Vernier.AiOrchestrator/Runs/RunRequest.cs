namespace Vernier.AiOrchestrator.Runs;

/// <summary>What a caller wants to run.</summary>
/// <param name="Repository">The repository, <c>owner/name</c>.</param>
/// <param name="Task">What the agents have to do.</param>
/// <param name="Complexity">Selects the model; null means MEDIUM.</param>
/// <param name="Grafts">The grafts that are known from the start.</param>
internal sealed record RunRequest(string Repository, string Task, Complexity? Complexity, IReadOnlyList<GraftRequest> Grafts);

/// <summary>A graft that a caller wants to insert.</summary>
/// <param name="Agent">The name of the graft agent.</param>
/// <param name="After">The checkpoint.</param>
/// <param name="Timeout">The timeout; null means that of the graft agent.</param>
internal sealed record GraftRequest(string Agent, AgentType After, TimeSpan? Timeout);
