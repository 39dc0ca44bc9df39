using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of background jobs. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class JobOptions
{
}
