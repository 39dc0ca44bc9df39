using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the configuration for Traefik. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class TraefikOptions
{
}
