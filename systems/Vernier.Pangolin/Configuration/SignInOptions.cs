using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of signing in to resources. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SignInOptions
{
}
