namespace Vernier.AiOrchestrator.Grafts;

/// <summary>An agent that can be inserted into a run.</summary>
/// <param name="Name">The name, for example <c>pm-v1</c>.</param>
/// <param name="Model">Its model; null: the model of the run's complexity.</param>
/// <param name="Instructions">Its system message.</param>
/// <param name="Timeout">How long an attempt may take by default.</param>
/// <param name="Reviews">Whether it can return work to the developer.</param>
internal sealed record GraftAgent(string Name, string? Model, string Instructions, TimeSpan Timeout, bool Reviews);
