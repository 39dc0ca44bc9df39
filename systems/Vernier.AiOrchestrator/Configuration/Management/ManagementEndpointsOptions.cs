using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: endpoints</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementEndpointsOptions
{
    /// <summary>Gets or sets the endpoints over HTTP.</summary>
    public ManagementWebOptions Web { get; set; } = new();
}
