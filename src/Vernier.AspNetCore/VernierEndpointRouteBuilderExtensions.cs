using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier;
using Vernier.AspNetCore.Endpoints;
using Vernier.Exposition;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoint that Prometheus scrapes.</summary>
public static class VernierEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps an endpoint that responds to GET and HEAD with the metrics of the registry. The format is negotiated by <c>Accept</c>, gzip by
    /// <c>Accept-Encoding</c>; <c>name[]</c> in the query selects families by metric or series name.
    /// </summary>
    /// <remarks>
    /// If the response is not ready within <c>X-Prometheus-Scrape-Timeout-Seconds</c>, the status is 503; if it fails, 500; both with problem
    /// details. Concurrent scrapes share one collection of the registry.
    /// </remarks>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route; <c>/metrics</c> by default.</param>
    /// <param name="registry">The registry to expose. Null for the registry of <see cref="VernierServiceCollectionExtensions.AddVernier"/>.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization</c> and <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException">No registry was passed and none is registered in the services.</exception>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = "/metrics",
        MetricRegistry? registry = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var exposed = registry ?? services.GetService<MetricRegistry>()
            ?? throw new InvalidOperationException("No MetricRegistry is registered in the services. Call services.AddVernier() or pass a registry to MapMetrics.");
        var exposer = (registry is null ? services.GetService<Exposer>() : null) ?? new Exposer(exposed);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return new MetricsEndpoint(exposer, exposed.TimeProvider, loggers.CreateLogger<MetricsEndpoint>()).Map(endpoints, pattern);
    }
}
