using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The options of the management endpoints and of the constant labels: the section <c>management</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementOptions
{
    /// <summary>Gets or sets which management endpoints exist.</summary>
    public ManagementEndpointsOptions Endpoints { get; set; } = new();

    /// <summary>Gets or sets how metrics are exposed.</summary>
    public ManagementMetricsOptions Metrics { get; set; } = new();
}
