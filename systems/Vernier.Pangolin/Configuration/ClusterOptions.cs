using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the connections between servers. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ClusterOptions
{
}
