using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Configuration.Management;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Management;

/// <summary>
/// The endpoints below <c>/actuator</c>. They need no token and accept every host name, because monitoring servers and load balancers call them; they
/// change nothing.
/// </summary>
internal static class ActuatorEndpoints
{
    private static readonly string Version =
        typeof(ActuatorEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AiOrchestratorEndpoints.Actuator, (HttpContext http, IOptions<AiOrchestratorOptions> options) =>
            ApiJson.Result(ActuatorLinks.Of(http.Request.PathBase, options.Value.Management)));

        endpoints.MapMetrics(AiOrchestratorEndpoints.Prometheus).ExposeAs(ManagementExposureOptions.Prometheus);

        endpoints.MapGet($"{AiOrchestratorEndpoints.Actuator}/health", async (HttpContext http, HealthProbe probe) =>
        {
            var report = await probe.CheckAsync(http.RequestAborted).ConfigureAwait(false);
            return ApiJson.Result(report, report.Status == HealthStatus.Up ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        }).ExposeAs(ManagementExposureOptions.Health);

        endpoints.MapGet($"{AiOrchestratorEndpoints.Actuator}/info", (IOptions<AiOrchestratorOptions> options) =>
            ApiJson.Result(new InfoReport(options.Value.Management.Metrics.ApplicationName, Version))).ExposeAs(ManagementExposureOptions.Info);

        endpoints.MapGet($"{AiOrchestratorEndpoints.Actuator}/metrics", (MetricRegistry registry) =>
            ApiJson.Result(new MeterNames([.. registry.Families.Select(family => Meters.NameOf(family.Definition)).Order(StringComparer.Ordinal)])))
            .ExposeAs(ManagementExposureOptions.Metrics);

        endpoints.MapGet($"{AiOrchestratorEndpoints.Actuator}/metrics/{{name}}", ReadAsync).ExposeAs(ManagementExposureOptions.Metrics);
    }

    private static async Task ReadAsync(HttpContext http, string name, MetricRegistry registry)
    {
        if (Meters.FamilyOf(registry, name) is not { } family)
        {
            await ErrorResponse.WriteAsync(http, StatusCodes.Status404NotFound,
                $"Metric not found. GET {AiOrchestratorEndpoints.Actuator}/metrics lists the names.").ConfigureAwait(false);
            return;
        }
        var tags = http.Request.Query["tag"].OfType<string>().Select(tag => tag.Split(':', 2)).ToList();
        if (tags.Any(tag => tag.Length < 2))
        {
            await ErrorResponse.WriteAsync(http, StatusCodes.Status400BadRequest, "A tag has the form NAME:VALUE, as in tag=agent:pm-v1.").ConfigureAwait(false);
            return;
        }
        var reader = new MeterReader(family, [.. tags.Select(tag => KeyValuePair.Create(tag[0], tag[1]))]);
        registry.Collect(reader, new HashSet<string> { family.Name });
        await ApiJson.Result(reader.Result).ExecuteAsync(http).ConfigureAwait(false);
    }
}

/// <summary>The response of <c>/actuator/info</c>.</summary>
internal sealed record InfoReport(string Application, string Version);

/// <summary>The response of <c>/actuator/metrics</c>.</summary>
internal sealed record MeterNames(IReadOnlyList<string> Names);
