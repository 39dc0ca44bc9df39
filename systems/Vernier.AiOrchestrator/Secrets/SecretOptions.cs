using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>The options of secrets and their rotation. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SecretOptions
{
}
