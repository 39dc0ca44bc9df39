using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>Registers the services and maps the routes of the hub.</summary>
internal static class HubRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSignalR().AddHubOptions<RunHub>(hub =>
        {
            hub.SupportedProtocols = ["json"];
            hub.AddFilter<HubFilter>();
        });
        services.AddOptions<HubOptions<RunHub>>().Configure<WebSocketHubOptions>((hub, options) =>
        {
            hub.MaximumReceiveMessageSize = options.MaxMessageBytes;
            hub.KeepAliveInterval = options.KeepAliveInterval;
            hub.ClientTimeoutInterval = options.ClientTimeout;
        });
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.WebSocket);
        services.AddSingleton<DeliveryRecorder>();
        services.AddSingleton<HubConnections>();
        services.AddSingleton<HubGate>();
        services.AddSingleton<HubFilter>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<RoundTripMeter>();
        services.AddSingleton<ConnectionRunner>();
        services.AddHostedService<HubMonitor>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        var hub = endpoints.MapHub<RunHub>(AiOrchestratorEndpoints.Hub, options => options.Transports = HttpTransportType.WebSockets | HttpTransportType.LongPolling);
        hub.Add(Guard);
        hub.RequireAccess(Access.User with { Limit = null });
        HubEndpoints.Map(endpoints);
    }

    /// <summary>Checks requests after they are authenticated and before SignalR processes them.</summary>
    private static void Guard(EndpointBuilder endpoint)
    {
        var process = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = async http =>
        {
            await http.RequestServices.GetRequiredService<HubGate>().CheckAsync(http).ConfigureAwait(false);
            await process(http).ConfigureAwait(false);
        };
    }
}
