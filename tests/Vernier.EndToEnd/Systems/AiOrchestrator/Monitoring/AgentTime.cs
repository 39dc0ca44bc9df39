namespace Vernier.EndToEnd.Systems.AiOrchestrator.Monitoring;

/// <summary>How long an agent worked on a run, as the API reports it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Repository">The repository of the run.</param>
/// <param name="IsFirst">Whether it is the first observation of its series, which the rate of the series does not contain.</param>
/// <param name="Milliseconds">The duration.</param>
internal sealed record AgentTime(string Agent, string Repository, bool IsFirst, double Milliseconds);
