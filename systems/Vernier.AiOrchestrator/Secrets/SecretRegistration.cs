using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Secrets;

/// <summary>Registers the services of secrets.</summary>
internal static class SecretRegistration
{
    /// <param name="services">The services of the application.</param>
    /// <param name="accessTokenLifetime">Returns how long access tokens are valid.</param>
    public static void AddServices(IServiceCollection services, Func<IServiceProvider, TimeSpan> accessTokenLifetime)
    {
        services.AddSingleton(CreateStore);
        services.AddSingleton(RotationStore.Tables);
        services.AddSingleton<RotationStore>();
        services.AddSingleton(provider => new SecretSet(
            provider.GetRequiredService<ISecretStore>(), provider.GetRequiredService<RotationStore>(), provider.GetRequiredService<Database>().IsShared));
        services.AddSingleton(provider => new SigningKeys(
            provider.GetRequiredService<ISecretStore>(), accessTokenLifetime(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SigningKeys>>()));
        services.AddSingleton(provider => new RotatedSecrets([new SigningSecret(provider.GetRequiredService<SigningKeys>(), new RotationSchedule(OptionsOf(provider).Rotation.Jwt))]));
        services.AddSingleton<SecretRotation>();
        services.AddHostedService<SecretStartup>();
        services.AddHostedService<SecretRotationService>();
    }

    private static SecretOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Secrets;

    private static ISecretStore CreateStore(IServiceProvider services)
    {
        var options = OptionsOf(services);
        var time = services.GetRequiredService<TimeProvider>();
        return options.Vault is { } vault
            ? new VaultSecretStore(vault, time, services.GetRequiredService<ILogger<VaultSecretStore>>())
            : new FileSecretStore(options.Directory ?? services.GetRequiredService<DataDirectory>().File("secrets"), time);
    }
}
