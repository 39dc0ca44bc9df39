using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>A connection to models with an OpenAI-compatible API: the sections <c>primary</c> and <c>secondary</c>.</summary>
[SnakeCaseKeys]
public sealed class ModelLegOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the address of the API with its version, to which <c>/chat/completions</c> is appended, for example <c>https://api.openai.com/v1</c>.
    /// An absolute http or https URL. Default: null, which means the <c>ModelAddress</c> of the application.
    /// </summary>
    [HttpUrl]
    public Uri? Url { get; set; }

    /// <summary>Gets or sets the key, which is sent as a bearer token. It is never logged. Default: null, which sends no credentials.</summary>
    [Secret]
    [RegularExpression(@"[^\p{Cc}]+", ErrorMessage = "must not contain control characters")]
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the model of the complexities that <c>models</c> does not contain, 1 to 200 characters. Default: <c>gpt-4o</c>.</summary>
    [Required]
    [StringLength(200, ErrorMessage = "must have 1 to 200 characters")]
    public string Model { get; set; } = "gpt-4o";

    /// <summary>
    /// Gets or sets models by complexity: <c>TRIVIAL</c>, <c>LOW</c>, <c>MEDIUM_LOW</c>, <c>MEDIUM</c>, <c>HIGH</c> or <c>VERY_HIGH</c>. A budget that
    /// is almost exhausted selects the next lower complexity, which saves money only if that has a cheaper model. Default: empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> Models { get; set; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets or sets the price of 1,000 input tokens in USD for all models of this leg, 0 to 1,000. Default: null, which means the price of the model in
    /// <see cref="ModelOptions.Prices"/>, or else 0.005.
    /// </summary>
    [Range(0.0, 1_000.0)]
    public double? InputPrice { get; set; }

    /// <summary>
    /// Gets or sets the price of 1,000 output tokens in USD for all models of this leg, 0 to 1,000. Default: null, which means the price of the model in
    /// <see cref="ModelOptions.Prices"/>, or else 0.015.
    /// </summary>
    [Range(0.0, 1_000.0)]
    public double? OutputPrice { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        foreach (var (complexity, model) in Models)
        {
            if (!EnumNames<Complexity>.TryParse(complexity, out _))
                yield return new RuleViolation($"must be one of {EnumNames<Complexity>.List}", nameof(Models)) { Value = complexity };
            else if (model.Length > 200)
                yield return new RuleViolation("must have 1 to 200 characters", nameof(Models), complexity) { Value = model };
        }
    }
}
