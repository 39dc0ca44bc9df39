using Microsoft.Extensions.Configuration;

namespace Vernier.CcProxy.Pricing;

/// <summary>The prices of a model in US dollars per million tokens: an entry of the list <c>pricing</c>.</summary>
public sealed class PriceOptions
{
    /// <summary>Gets or sets the model name, or the prefix of several model names followed by <c>*</c>. Required. Key: <c>model</c>.</summary>
    [ConfigurationKeyName("model")]
    public string Model { get; set; } = "";

    /// <summary>Gets or sets the price of input tokens, 0 to 1,000,000. Default: 0. Key: <c>input</c>.</summary>
    [ConfigurationKeyName("input")]
    public double Input { get; set; }

    /// <summary>Gets or sets the price of output tokens, 0 to 1,000,000. Default: 0. Key: <c>output</c>.</summary>
    [ConfigurationKeyName("output")]
    public double Output { get; set; }

    /// <summary>Gets or sets the price of tokens read from the provider's cache, 0 to 1,000,000. Default: 0. Key: <c>cache_read</c>.</summary>
    [ConfigurationKeyName("cache_read")]
    public double CacheRead { get; set; }

    /// <summary>Gets or sets the price of tokens written to the provider's cache, 0 to 1,000,000. Default: 0. Key: <c>cache_write</c>.</summary>
    [ConfigurationKeyName("cache_write")]
    public double CacheWrite { get; set; }
}
