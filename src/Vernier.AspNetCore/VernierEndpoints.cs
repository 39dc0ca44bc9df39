using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.AspNetCore.Endpoints;
using Vernier.Exposition;

namespace Vernier.AspNetCore;

/// <summary>Maps the endpoint at which Prometheus scrapes the metrics.</summary>
public static class VernierEndpoints
{
    /// <summary>
    /// Maps an endpoint that answers GET and HEAD with the metrics: in the format that <c>Accept</c> asks for, compressed by gzip when
    /// <c>Accept-Encoding</c> does, only the families that have one of the names in <c>name[]</c> when the query states some. What is not ready
    /// within the time of <c>X-Prometheus-Scrape-Timeout-Seconds</c> is answered with 503, and a failure with 500, both with problem details.
    /// Scrapes that come at once share one reading of the registry.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The route, <c>/metrics</c> by default.</param>
    /// <param name="registry">What is exposed; null for the registry of <see cref="VernierServices.AddVernier"/>.</param>
    /// <returns>For conventions such as <c>RequireAuthorization</c> and <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException">There is no registry among the services, and none was given.</exception>
    public static IEndpointConventionBuilder MapMetrics(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = "/metrics",
        MetricRegistry? registry = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        var services = endpoints.ServiceProvider;
        var exposed = registry ?? services.GetService<MetricRegistry>()
            ?? throw new InvalidOperationException("There is no MetricRegistry among the services: call services.AddVernier(), or give MapMetrics a registry.");
        var exposer = (registry is null ? services.GetService<Exposer>() : null) ?? new Exposer(exposed);
        var loggers = services.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance;
        return new MetricsEndpoint(exposer, exposed.TimeProvider, loggers.CreateLogger<MetricsEndpoint>()).Map(endpoints, pattern);
    }
}
