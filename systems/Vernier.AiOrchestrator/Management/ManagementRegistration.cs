using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Management;

/// <summary>Registers the services and maps the routes of the management endpoints.</summary>
internal static class ManagementRegistration
{
    public static void AddServices(IServiceCollection services)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }
}
