using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.CcProxy.Pricing;

/// <summary>The prices of a model in US dollars per million tokens: an entry of the list <c>pricing</c>.</summary>
[SnakeCaseKeys]
public sealed class PriceOptions
{
    /// <summary>Gets or sets the model name, or the prefix of several model names followed by <c>*</c>. Required.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>Gets or sets the price of input tokens, 0 to 1,000,000. Default: 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Input { get; set; }

    /// <summary>Gets or sets the price of output tokens, 0 to 1,000,000. Default: 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double Output { get; set; }

    /// <summary>Gets or sets the price of tokens read from the provider's cache, 0 to 1,000,000. Default: 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double CacheRead { get; set; }

    /// <summary>Gets or sets the price of tokens written to the provider's cache, 0 to 1,000,000. Default: 0.</summary>
    [Range(0.0, 1_000_000.0)]
    public double CacheWrite { get; set; }
}
