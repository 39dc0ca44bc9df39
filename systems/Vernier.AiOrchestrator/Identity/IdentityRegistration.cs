using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Registers the services and maps the routes of users and tokens.</summary>
internal static class IdentityRegistration
{
    public static void AddServices(IServiceCollection services)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }
}
