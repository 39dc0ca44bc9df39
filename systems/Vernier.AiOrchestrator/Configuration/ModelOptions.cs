using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>The options of language models and budgets. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ModelOptions : IValidatableObject
{
    /// <summary>Gets or sets the leg that is called first.</summary>
    public ModelLegOptions Primary { get; set; } = new();

    /// <summary>Gets or sets the leg that is called when the primary leg fails. Default: null, which means no failover.</summary>
    public ModelLegOptions? Secondary { get; set; }

    /// <summary>Gets or sets how long a call of a leg may take, 10 milliseconds to 1 hour. Default: 100 seconds.</summary>
    [DurationRange(0.01, 3600)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets the maximum size of a response in bytes, 1,024 to 1,073,741,824 (1 GiB). Default: 16,777,216 (16 MiB).</summary>
    [Range(1024.0, 1 << 30)]
    public long MaxResponseBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Gets or sets the circuit breaker of each leg.</summary>
    public ModelBreakerOptions CircuitBreaker { get; set; } = new();

    /// <summary>
    /// Gets or sets the prices by model, for legs that have no price. A model that is not listed costs 0.005 USD per 1,000 input tokens and
    /// 0.015 USD per 1,000 output tokens. Default: one price for both kinds of tokens of gpt-4o (0.005), gpt-4o-mini (0.00015), gpt-4-turbo (0.01), gpt-4
    /// (0.03), gpt-3.5-turbo (0.0005), claude-3-5-sonnet (0.006) and claude-3-haiku (0.00025).
    /// </summary>
    public IReadOnlyDictionary<string, ModelPriceOptions> Prices { get; set; } = new Dictionary<string, ModelPriceOptions>
    {
        ["gpt-4o"] = Flat(0.005),
        ["gpt-4o-mini"] = Flat(0.00015),
        ["gpt-4-turbo"] = Flat(0.01),
        ["gpt-4"] = Flat(0.03),
        ["gpt-3.5-turbo"] = Flat(0.0005),
        ["claude-3-5-sonnet"] = Flat(0.006),
        ["claude-3-haiku"] = Flat(0.00025),
    };

    /// <summary>Gets or sets the budgets of runs and days.</summary>
    public BudgetOptions Budget { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        // Both legs without an address would be the same.
        if (Secondary is { Url: null })
            yield return RuleViolation.Missing(nameof(Secondary), nameof(ModelLegOptions.Url));
    }

    private static ModelPriceOptions Flat(double price) => new() { Input = price, Output = price };
}
