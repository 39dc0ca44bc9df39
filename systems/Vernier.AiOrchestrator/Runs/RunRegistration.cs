using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>Registers the services and maps the routes of runs.</summary>
internal static class RunRegistration
{
    public static void AddServices(IServiceCollection services)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }
}
