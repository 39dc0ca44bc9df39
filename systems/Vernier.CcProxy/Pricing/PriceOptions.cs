using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.CcProxy.Pricing;

/// <summary>
/// The price of a model in US dollars per million tokens, 0 to 1000000 for each kind of token: an entry of the list <c>pricing</c>. The keys are the
/// property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class PriceOptions
{
    private const double Highest = 1_000_000;

    /// <summary>The name of the model, or a prefix of several names followed by <c>*</c>. Required.</summary>
    [Required]
    public string Model { get; set; } = "";

    /// <summary>The price of input tokens. Default: 0.</summary>
    [Range(0, Highest)]
    public double Input { get; set; }

    /// <summary>The price of output tokens. Default: 0.</summary>
    [Range(0, Highest)]
    public double Output { get; set; }

    /// <summary>The price of tokens read from the cache of the provider. Default: 0.</summary>
    [Range(0, Highest)]
    public double CacheRead { get; set; }

    /// <summary>The price of tokens written to the cache of the provider. Default: 0.</summary>
    [Range(0, Highest)]
    public double CacheWrite { get; set; }
}
