using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the proxy in front of the resources. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ProxyOptions
{
}
