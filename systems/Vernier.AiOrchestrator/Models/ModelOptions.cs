using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Models;

/// <summary>The options of language models and budgets. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ModelOptions
{
}
