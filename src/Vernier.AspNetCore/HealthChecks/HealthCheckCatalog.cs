using Vernier.Catalog;

namespace Vernier.AspNetCore.HealthChecks;

/// <summary>The metrics of the health checks of an application, as of their last run.</summary>
public static class HealthCheckCatalog
{
    /// <summary>The status of each check.</summary>
    public static readonly GaugeDefinition<HealthCheckLabels> Status =
        new("health_check_status", "Status of the health check at its last run: 1 healthy, 0.5 degraded, 0 unhealthy.") { Category = "Health" };

    /// <summary>The duration of each check.</summary>
    public static readonly GaugeDefinition<HealthCheckLabels> Duration =
        new("health_check_duration_seconds", "Duration of the last run of the health check, in seconds.") { Unit = "seconds", Category = "Health" };

    /// <summary>Gets the catalog of these metrics.</summary>
    public static MetricCatalog Catalog { get; } = new("health-checks", "Health checks") { Metrics = [Status, Duration] };
}

/// <summary>The label of a health check.</summary>
/// <param name="Name">The name of the check.</param>
public readonly record struct HealthCheckLabels([property: Label(Description = "The name of the health check.")] string Name);
