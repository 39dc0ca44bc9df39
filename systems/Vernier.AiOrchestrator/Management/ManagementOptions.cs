namespace Vernier.AiOrchestrator.Management;

/// <summary>The options of the management endpoints.</summary>
public sealed class ManagementOptions
{
}
