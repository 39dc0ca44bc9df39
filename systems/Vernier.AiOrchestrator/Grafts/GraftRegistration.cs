using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Identity;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>Registers the services and maps the routes of grafts.</summary>
internal static class GraftRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Grafts);
        services.AddSingleton<GraftAgents>();
        services.AddSingleton<GraftBreakers>();
        services.AddSingleton<GraftExecutor>();
        services.AddHostedService<GraftStartup>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(AiOrchestratorEndpoints.Grafts + "/circuit-breaker/{agent}/reset", GraftEndpoints.Reset).RequireAccess(Access.Manager with { IsReset = true });
}
