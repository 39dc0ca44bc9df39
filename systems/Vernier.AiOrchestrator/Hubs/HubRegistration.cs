using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Registers the services and maps the routes of the hub.</summary>
internal static class HubRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<IHttpContextFactory>(provider => new QueryTokenContextFactory(new DefaultHttpContextFactory(provider)));
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.WebSocket);
        services.AddSingleton<DeliveryRecorder>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<HubFilter>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<RoundTripMeter>();
        services.AddSingleton<ConnectionRunner>();
        services.AddHostedService<HubMonitor>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        HubEndpoints.Map(endpoints);
    }
}
