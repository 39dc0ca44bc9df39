using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The agents that can be inserted into runs. Thread-safe.</summary>
internal sealed class GraftAgents(GraftOptions options)
{
    /// <summary>The agents in the order of the configuration.</summary>
    public IReadOnlyList<GraftAgent> All { get; } =
        [.. options.Agents.Select(agent => new GraftAgent(agent.Name, agent.Model, agent.Instructions, agent.Timeout, agent.Reviews))];

    /// <summary>Returns the agent with a name, or null.</summary>
    public GraftAgent? Find(string name) => All.FirstOrDefault(agent => agent.Name == name);
}
