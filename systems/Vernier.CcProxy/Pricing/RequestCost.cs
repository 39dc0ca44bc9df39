namespace Vernier.CcProxy.Pricing;

/// <summary>What one request cost, in US dollars. The sum of the four is the whole.</summary>
/// <param name="Input">For input tokens.</param>
/// <param name="Output">For output tokens.</param>
/// <param name="CacheRead">For tokens read from the provider's cache.</param>
/// <param name="CacheWrite">For tokens written to the provider's cache.</param>
public readonly record struct RequestCost(decimal Input, decimal Output, decimal CacheRead, decimal CacheWrite)
{
    /// <summary>All of it.</summary>
    public decimal Total => Input + Output + CacheRead + CacheWrite;
}
