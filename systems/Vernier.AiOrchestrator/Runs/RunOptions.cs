using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>The options of runs and agents. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class RunOptions
{
}
