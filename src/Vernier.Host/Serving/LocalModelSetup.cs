using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.CcProxy.Pricing;
using Vernier.Host.Demo.LocalProvider;

namespace Vernier.Host.Serving;

/// <summary>
/// Serves AI Orchestrator with the local models, unless an address is configured. The primary leg calls CCProxy if this host serves it; the secondary leg
/// calls the local provider.
/// </summary>
/// <param name="server">The local models.</param>
/// <param name="section">The configuration of the system, whose values take precedence.</param>
/// <param name="proxied">Whether the primary leg calls CCProxy.</param>
internal sealed class LocalModelSetup(LocalProviderServer server, IConfigurationSection section, bool proxied) : IPostConfigureOptions<AiOrchestratorOptions>
{
    private const double PriceUnits = 1_000;

    public void PostConfigure(string? name, AiOrchestratorOptions options)
    {
        var provider = new Uri(server.Address, "v1");
        var primary = options.Models.Primary;
        primary.Url ??= proxied ? null : provider;
        if (section["models:primary:model"] is null)
            (primary.Model, primary.Models) = (LocalModels.Small, primary.Models.Count > 0 ? primary.Models : LargeModels());
        options.Models.Secondary ??= new ModelLegOptions { Url = provider, Model = LocalModels.Small, Models = LargeModels() };

        var prices = LocalModels.Prices.ToDictionary(price => price.Model, Price);
        foreach (var (model, price) in options.Models.Prices)
            prices[model] = price;
        options.Models.Prices = prices;
    }

    private static Dictionary<string, string> LargeModels() => new() { ["HIGH"] = LocalModels.Large, ["VERY_HIGH"] = LocalModels.Large };

    /// <summary>The prices of CCProxy are per million tokens, those of AI Orchestrator per thousand.</summary>
    private static ModelPriceOptions Price(PriceOptions price) => new() { Input = price.Input / PriceUnits, Output = price.Output / PriceUnits };
}
