using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Configuration.Management;
using Vernier.AspNetCore;

namespace Vernier.AiOrchestrator.Management;

/// <summary>Makes <see cref="ManagementMetricsOptions.Tags"/> constant labels of the registry. Labels that the application sets itself take precedence.</summary>
internal sealed class ConstantLabels(IOptions<AiOrchestratorOptions> options) : IConfigureOptions<VernierOptions>
{
    public void Configure(VernierOptions vernier)
    {
        try
        {
            foreach ((var name, var value) in options.Value.Management.Metrics.Tags)
                vernier.ConstantLabels.TryAdd(name, value);
        }
        catch (OptionsValidationException)
        {
            // The validation of these options stops the start and reports the failures. Thrown from here, they would be reported twice.
        }
    }
}
