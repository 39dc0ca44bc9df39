namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The circuit breaker of an agent at a point in time.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="State">The state.</param>
/// <param name="FailureCount">The number of consecutive failures.</param>
/// <param name="LastFailureTime">The time of the last failure, or null before the first one.</param>
internal sealed record BreakerSnapshot(string Agent, BreakerState State, int FailureCount, DateTimeOffset? LastFailureTime);
