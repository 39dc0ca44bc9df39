using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: metrics: export</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementExportOptions
{
    /// <summary>Gets or sets the exporter for Prometheus.</summary>
    public ManagementPrometheusOptions Prometheus { get; set; } = new();
}
