using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>Registers the services and maps the routes of secrets.</summary>
internal static class SecretRegistration
{
    /// <param name="services">The services of the application.</param>
    /// <param name="accessTokenLifetime">Returns how long access tokens are valid.</param>
    public static void AddServices(IServiceCollection services, Func<IServiceProvider, TimeSpan> accessTokenLifetime)
    {
        services.AddSingleton(CreateStore);
        services.AddSingleton(provider => new SigningKeys(
            provider.GetRequiredService<ISecretStore>(), accessTokenLifetime(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeys>>()));
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
    }

    private static ISecretStore CreateStore(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Secrets;
        return new FileSecretStore(options.Directory ?? services.GetRequiredService<DataDirectory>().File("secrets"), services.GetRequiredService<TimeProvider>());
    }
}
