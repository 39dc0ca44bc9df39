using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Calculates the cost of model calls: tokens / 1,000 × price, for input and output. Thread-safe.</summary>
internal sealed class ModelPrices(ModelOptions options)
{
    private static readonly ModelPriceOptions Unlisted = new();

    /// <summary>Returns the cost in USD.</summary>
    public double CostOf(ModelLegOptions leg, string model, ModelUsage usage)
    {
        var listed = options.Prices.GetValueOrDefault(model, Unlisted);
        return (usage.InputTokens / 1000.0 * (leg.InputPrice ?? listed.Input)) + (usage.OutputTokens / 1000.0 * (leg.OutputPrice ?? listed.Output));
    }
}
