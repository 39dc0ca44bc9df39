using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the tunnels of sites. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class TunnelOptions
{
}
