using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the page and the API. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ConsoleOptions
{
}
