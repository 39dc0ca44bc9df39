using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The prices of a model: an entry of <c>prices</c>.</summary>
[SnakeCaseKeys]
public sealed class ModelPriceOptions
{
    /// <summary>Gets or sets the price of 1,000 input tokens in USD, 0 to 1,000. Default: 0.005.</summary>
    [Range(0.0, 1_000.0)]
    public double Input { get; set; } = 0.005;

    /// <summary>Gets or sets the price of 1,000 output tokens in USD, 0 to 1,000. Default: 0.015.</summary>
    [Range(0.0, 1_000.0)]
    public double Output { get; set; } = 0.015;
}
