namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The circuit breakers of all agents. Thread-safe.</summary>
internal sealed class GraftBreakers(GraftAgents agents, GraftOptions options, AiOrchestratorMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly Dictionary<string, GraftBreaker> _breakers = agents.All.ToDictionary(
        agent => agent.Name,
        agent => new GraftBreaker(agent.Name, options.FailureThreshold, options.BreakDuration, time, state => metrics.BreakerChanged(agent.Name, state)));

    /// <summary>Returns the breaker of a configured agent.</summary>
    public GraftBreaker this[string agent] => _breakers[agent];

    /// <summary>Returns the current state of each breaker, in the order of the configuration.</summary>
    public IReadOnlyList<BreakerSnapshot> Snapshot() => [.. _breakers.Values.Select(breaker => breaker.Snapshot())];

    /// <summary>Closes a breaker; returns null if the agent is unknown.</summary>
    public BreakerSnapshot? Reset(string agent) => _breakers.GetValueOrDefault(agent)?.Reset();

    public void Dispose()
    {
        foreach (var breaker in _breakers.Values)
            breaker.Dispose();
    }
}
