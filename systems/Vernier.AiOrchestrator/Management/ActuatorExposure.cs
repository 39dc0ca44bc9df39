using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Configuration.Management;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Management;

/// <summary>Decides which actuator endpoints exist.</summary>
internal static class ActuatorExposure
{
    /// <summary>Responds with 404 unless the endpoint is exposed.</summary>
    public static void ExposeAs(this IEndpointConventionBuilder builder, string name) => builder.Add(endpoint =>
    {
        var handler = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} has no handler.");
        endpoint.RequestDelegate = http =>
        {
            var options = http.RequestServices.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Management;
            return IsExposed(options, name)
                ? handler(http)
                : ErrorResponse.WriteAsync(http, StatusCodes.Status404NotFound, $"The endpoint {name} is not exposed. See management.endpoints.web.exposure.include.");
        };
    });

    /// <summary>Returns whether an endpoint exists.</summary>
    public static bool IsExposed(ManagementOptions options, string name) =>
        options.Endpoints.Web.Exposure.Includes(name) && (name != ManagementExposureOptions.Prometheus || options.Metrics.Export.Prometheus.Enabled);
}
