using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vernier.AspNetCore.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Exposes health checks as metrics.</summary>
public static class VernierHealthChecksBuilderExtensions
{
    /// <summary>
    /// Exposes the results of all health checks as metrics (<see cref="HealthCheckCatalog"/>). Includes
    /// <see cref="VernierServiceCollectionExtensions.AddVernier"/>.
    /// </summary>
    /// <remarks>
    /// The checks run in the background every <see cref="HealthCheckPublisherOptions.Period"/>, 30 seconds by default. A scrape never runs them.
    /// </remarks>
    /// <param name="checks">The health checks of the application.</param>
    /// <returns>The health checks.</returns>
    public static IHealthChecksBuilder ForwardToVernier(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        checks.Services.AddVernier();
        checks.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHealthCheckPublisher, HealthCheckRecorder>());
        return checks;
    }
}
