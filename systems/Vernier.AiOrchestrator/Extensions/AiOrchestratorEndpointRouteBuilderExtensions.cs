using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Hubs;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Management;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Api;
using Vernier.AiOrchestrator.SignIn;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of AI Orchestrator.</summary>
public static class AiOrchestratorEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the API, the hub and the management endpoints: <c>/api/runs</c>, <c>/api/auth</c>, <c>/api/budget</c>, <c>/api/metrics</c>, <c>/api/grafts</c>,
    /// <c>/api/admin</c>, <c>/ws/runs</c> and <c>/actuator</c>. Call <c>AddAiOrchestrator</c> first. The routes authenticate their requests themselves.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>A builder for conventions of all routes.</returns>
    /// <exception cref="InvalidOperationException">The services are not registered.</exception>
    public static IEndpointConventionBuilder MapAiOrchestrator(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<AiOrchestratorMetrics>() is null)
            throw new InvalidOperationException("AI Orchestrator is not registered. Call services.AddAiOrchestrator(section) first.");
        var group = endpoints.MapGroup("");
        IdentityRegistration.MapRoutes(group);
        SignInRegistration.MapRoutes(group);
        ModelRegistration.MapRoutes(group);
        GraftRegistration.MapRoutes(group);
        RunRegistration.MapRoutes(group);
        HubRegistration.MapRoutes(group);
        ManagementRegistration.MapRoutes(group);
        return group;
    }
}
