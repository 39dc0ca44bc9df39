using Vernier.CcProxy.Api;
using Vernier.CcProxy.Usage;

namespace Vernier.CcProxy.Pricing;

/// <summary>The cost of one request in US dollars. The sum of the four parts is the total.</summary>
/// <param name="Input">The cost of input tokens.</param>
/// <param name="Output">The cost of output tokens.</param>
/// <param name="CacheRead">The cost of tokens read from the provider's cache.</param>
/// <param name="CacheWrite">The cost of tokens written to the provider's cache.</param>
public readonly record struct RequestCost(decimal Input, decimal Output, decimal CacheRead, decimal CacheWrite)
{
    /// <summary>Gets the total.</summary>
    public decimal Total => Input + Output + CacheRead + CacheWrite;
}

/// <summary>Calculates the cost of requests: the sum of tokens × price / 1,000,000, in decimal arithmetic. Thread-safe.</summary>
internal sealed class PriceTable(IEnumerable<PriceOptions> prices)
{
    private const decimal Million = 1_000_000m;

    private readonly PriceOptions[] _prices = [.. prices.OrderByDescending(p => ModelPattern.Specificity(p.Model))];

    /// <summary>Gets the models that are priced by their full name.</summary>
    public IEnumerable<string> Models => _prices.Select(p => p.Model).Where(ModelPattern.IsExact);

    public bool Contains(string model) => _prices.Any(p => ModelPattern.Matches(p.Model, model));

    /// <summary>Returns the cost of the usage; null if the model has no price.</summary>
    public RequestCost? CostOf(string model, TokenUsage usage)
    {
        var price = _prices.FirstOrDefault(p => ModelPattern.Matches(p.Model, model));
        return price is null
            ? null
            : new RequestCost(
                Part(usage.Input, price.Input),
                Part(usage.Output, price.Output),
                Part(usage.CacheRead, price.CacheRead),
                Part(usage.CacheWrite, price.CacheWrite));
    }

    private static decimal Part(long tokens, double price) => tokens * (decimal)price / Million;
}
