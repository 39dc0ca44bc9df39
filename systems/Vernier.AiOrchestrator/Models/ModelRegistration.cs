using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Configuration;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Registers the services and maps the routes of models and budgets.</summary>
internal static class ModelRegistration
{
    /// <summary>The name of the HTTP client of all legs.</summary>
    private const string HttpClientName = "Vernier.AiOrchestrator.Models";

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(CostStore.Tables);
        services.AddSingleton<CostStore>();
        services.AddSingleton<CostLedger>();
        services.AddHostedService(provider => provider.GetRequiredService<CostLedger>());
        services.AddSingleton(provider => new ModelPrices(OptionsOf(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Budgets>(provider, OptionsOf(provider).Budget));
        services.AddHttpClient(HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            // The clients of the legs keep this one; its connections, not its handler, are replaced when addresses change.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.PooledConnectionLifetime = TimeSpan.FromMinutes(5);
                handler.UseCookies = false;
            })
            .AddHttpMessageHandler(provider => new ResponseSizeHandler(OptionsOf(provider).MaxResponseBytes));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ModelClient>(provider, CreateLegs(provider)));
        services.AddHostedService<ModelStartup>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet(AiOrchestratorEndpoints.Budget, BudgetEndpoints.ReadAsync).RequireAccess(Access.User);

    private static IReadOnlyList<ModelConnection> CreateLegs(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var primary = CreateLeg(services, ModelLeg.Primary, options.Primary);
        return options.Secondary is { } secondary ? [primary, CreateLeg(services, ModelLeg.Secondary, secondary)] : [primary];
    }

    private static ModelConnection CreateLeg(IServiceProvider services, ModelLeg leg, ModelLegOptions settings) => new(
        leg,
        settings,
        OptionsOf(services),
        services.GetService<ModelAddress>(),
        services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILogger<ModelConnection>>());

    private static ModelOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Models;
}
