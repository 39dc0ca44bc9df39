using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Registers the services and maps the routes of the hub.</summary>
internal static class HubRegistration
{
    public static void AddServices(IServiceCollection services)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }
}
