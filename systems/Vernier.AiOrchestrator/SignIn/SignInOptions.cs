using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>The options of signing in with OAuth2 providers. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SignInOptions
{
}
