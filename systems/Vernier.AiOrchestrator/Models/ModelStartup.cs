using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Creates the series of the models when the application starts, and warns about legs that cannot be called.</summary>
internal sealed class ModelStartup(ModelClient client, AiOrchestratorMetrics metrics, ILogger<ModelStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var leg in client.Legs)
        {
            foreach (var model in leg.Models)
                metrics.ModelConfigured(model);
            if (!leg.HasAddressSource)
                ModelLog.NoAddress(logger, leg.Leg, $"models:{leg.Leg.ToString().ToLowerInvariant()}:url");
        }
        if (client.Legs.Count > 1)
        {
            foreach (var complexity in Enum.GetValues<Complexity>())
                metrics.FailoverConfigured(complexity);
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
