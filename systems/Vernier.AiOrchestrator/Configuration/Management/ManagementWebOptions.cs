using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: endpoints: web</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementWebOptions
{
    /// <summary>Gets or sets which endpoints are exposed.</summary>
    public ManagementExposureOptions Exposure { get; set; } = new();
}
