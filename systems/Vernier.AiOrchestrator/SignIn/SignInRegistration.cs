using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Secrets;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>Registers the services and maps the routes of signing in with OAuth2 providers, and of the administration of secrets.</summary>
internal static class SignInRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(SignInStates.Tables);
        services.AddSingleton<SignInStates>();
        services.AddSingleton(provider => new SignInProviders(OptionsOf(provider).SignIn));
        services.AddSingleton<ProviderHttp>();
        services.AddSingleton<ClientRegistration>();
        services.AddSingleton(provider => new PendingSecrets(provider.GetRequiredService<DataDirectory>().File("pending-secrets"), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(CreateSecrets);
        services.AddSingleton(provider => new RotatedSecrets(provider.GetRequiredService<ClientSecrets>().Rotated));
        services.AddSingleton<SignInService>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        SignInEndpoints.Map(endpoints);
        SecretEndpoints.Map(endpoints);
    }

    private static AiOrchestratorOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value;

    private static ClientSecrets CreateSecrets(IServiceProvider services)
    {
        var schedule = new RotationSchedule(OptionsOf(services).Secrets.Rotation.Oauth2);
        return new ClientSecrets(services.GetRequiredService<SignInProviders>().All.Where(provider => provider.RegistrationEndpoint is not null).ToDictionary(
            provider => provider.Name,
            provider => new ClientSecret(
                provider,
                services.GetRequiredService<ClientRegistration>(),
                services.GetRequiredService<ISecretStore>(),
                services.GetRequiredService<PendingSecrets>(),
                provider.IsScheduled ? schedule : null,
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<ILogger<ClientSecret>>())));
    }
}
