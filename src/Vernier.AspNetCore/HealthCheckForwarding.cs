using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vernier.AspNetCore.HealthChecks;

namespace Vernier.AspNetCore;

/// <summary>Shows health checks as metrics.</summary>
public static class HealthCheckForwarding
{
    /// <summary>
    /// Shows the results of all health checks as metrics (<see cref="HealthCheckCatalog"/>). They run by themselves, as often as
    /// <see cref="HealthCheckPublisherOptions.Period"/> says; a scrape never runs them. It adds what
    /// <see cref="VernierServices.AddVernier"/> adds, where that is missing.
    /// </summary>
    /// <param name="checks">The application's health checks.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder ForwardToVernier(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        checks.Services.AddVernier();
        checks.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthCheckRecorder>());
        return checks;
    }
}
