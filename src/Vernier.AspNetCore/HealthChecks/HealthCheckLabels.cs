namespace Vernier.AspNetCore.HealthChecks;

/// <summary>The label of a health check.</summary>
/// <param name="Name">The name under which the check was added.</param>
public readonly record struct HealthCheckLabels(
    [property: Label(Description = "The name under which the health check was added.")] string Name);
