using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration.Management;

/// <summary>The section <c>management: metrics: export: prometheus</c>.</summary>
[SnakeCaseKeys]
public sealed class ManagementPrometheusOptions
{
    /// <summary>Gets or sets a value indicating whether <c>/actuator/prometheus</c> exists. If false, it responds with 404. Default: true.</summary>
    public bool Enabled { get; set; } = true;
}
