namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The circuit breakers of all agents. Thread-safe.</summary>
internal sealed class GraftBreakers
{
    /// <summary>Returns the current state of each breaker.</summary>
    public IReadOnlyList<BreakerSnapshot> Snapshot() => throw new NotImplementedException();

    /// <summary>Closes a breaker; returns null if the agent is unknown.</summary>
    public BreakerSnapshot? Reset(string agent) => throw new NotImplementedException(agent);
}
