using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The options of WebSocket connections. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class HubOptions
{
}
