using Microsoft.Extensions.Hosting;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>Creates the series of the agents and of their models when the application starts.</summary>
internal sealed class GraftStartup(GraftAgents agents, AiOrchestratorMetrics metrics) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var agent in agents.All)
        {
            metrics.GraftAgentConfigured(agent.Name);
            if (agent.Model is { } model)
                metrics.ModelConfigured(model);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
