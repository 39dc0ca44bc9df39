using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>The options of users, tokens and rate limits. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class IdentityOptions
{
}
