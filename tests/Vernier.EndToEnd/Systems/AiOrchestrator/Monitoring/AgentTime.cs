namespace Vernier.EndToEnd.Systems.AiOrchestrator.Monitoring;

/// <summary>How long an agent worked on a run, as the API reports it.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Repository">The repository of the run.</param>
/// <param name="IsWarmUp">Whether the run ended before the first scrape of the second Prometheus.</param>
/// <param name="Milliseconds">The duration.</param>
internal sealed record AgentTime(string Agent, string Repository, bool IsWarmUp, double Milliseconds);
