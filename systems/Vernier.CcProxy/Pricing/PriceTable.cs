using Vernier.CcProxy.Api;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Pricing;

/// <summary>Prices requests: the sum of tokens · price / 1,000,000, in decimals. Thread-safe.</summary>
internal sealed class PriceTable(IEnumerable<PriceOptions> prices)
{
    private const decimal Million = 1_000_000m;

    private readonly PriceOptions[] _prices = [.. prices.OrderByDescending(p => ModelPattern.Closeness(p.Model))];

    /// <summary>The models that are priced by their full name.</summary>
    public IEnumerable<string> Models => _prices.Select(p => p.Model).Where(ModelPattern.IsExact);

    public bool Has(string model) => _prices.Any(p => ModelPattern.Matches(p.Model, model));

    /// <summary>What the usage costs; null when the model has no price.</summary>
    public RequestCost? CostOf(string model, TokenUsage usage)
    {
        var price = _prices.FirstOrDefault(p => ModelPattern.Matches(p.Model, model));
        return price is null
            ? null
            : new RequestCost(
                Part(usage.Input, price.Input), Part(usage.Output, price.Output), Part(usage.CacheRead, price.CacheRead), Part(usage.CacheWrite, price.CacheWrite));
    }

    private static decimal Part(long tokens, double price) => tokens * (decimal)price / Million;
}
