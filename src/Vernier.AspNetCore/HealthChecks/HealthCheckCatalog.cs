using Vernier.Catalog;

namespace Vernier.AspNetCore.HealthChecks;

/// <summary>The metrics of an application's health checks, as of when they last ran.</summary>
public static class HealthCheckCatalog
{
    /// <summary>What each check said.</summary>
    public static readonly GaugeDefinition<HealthCheckLabels> Status =
        new("health_check_status", "What the health check said when it last ran: 1 healthy, 0.5 degraded, 0 unhealthy.") { Category = "Health" };

    /// <summary>How long each check took.</summary>
    public static readonly GaugeDefinition<HealthCheckLabels> Duration =
        new("health_check_duration_seconds", "How long the health check took when it last ran.") { Unit = "seconds", Category = "Health" };

    /// <summary>All of them.</summary>
    public static MetricCatalog Catalog { get; } = new("health-checks", "Health checks") { Metrics = [Status, Duration] };
}
