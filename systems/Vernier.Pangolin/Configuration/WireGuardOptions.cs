using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of WireGuard and hole punching. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class WireGuardOptions
{
}
