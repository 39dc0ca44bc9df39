using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Registers the services and maps the routes of models and budgets.</summary>
internal static class ModelRegistration
{
    public static void AddServices(IServiceCollection services)
    {
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }
}
