using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The options of grafts. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class GraftOptions
{
}
