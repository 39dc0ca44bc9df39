using Microsoft.Extensions.Configuration;

namespace Vernier.CcProxy.Pricing;

/// <summary>What the tokens of a model cost, in US dollars for a million of them: an entry of the list <c>pricing</c>.</summary>
public sealed class PriceOptions
{
    /// <summary>The model's name, or the beginning of the names of several, followed by <c>*</c>. Key: <c>model</c>, required.</summary>
    [ConfigurationKeyName("model")]
    public string Model { get; set; } = "";

    /// <summary>For input tokens. Default: 0. Key: <c>input</c>.</summary>
    [ConfigurationKeyName("input")]
    public double Input { get; set; }

    /// <summary>For output tokens. Default: 0. Key: <c>output</c>.</summary>
    [ConfigurationKeyName("output")]
    public double Output { get; set; }

    /// <summary>For tokens read from the provider's cache. Default: 0. Key: <c>cache_read</c>.</summary>
    [ConfigurationKeyName("cache_read")]
    public double CacheRead { get; set; }

    /// <summary>For tokens written to the provider's cache. Default: 0. Key: <c>cache_write</c>.</summary>
    [ConfigurationKeyName("cache_write")]
    public double CacheWrite { get; set; }
}
