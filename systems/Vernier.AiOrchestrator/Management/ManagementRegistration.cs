using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore;

namespace Vernier.AiOrchestrator.Management;

/// <summary>Registers the services and maps the routes of the management endpoints.</summary>
internal static class ManagementRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<VernierOptions>, ConstantLabels>();
        services.AddSingleton(HealthProbe.Table);
        services.AddSingleton<HealthProbe>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        ActuatorEndpoints.Map(endpoints);
        MetricsEndpoints.Map(endpoints);
    }
}
