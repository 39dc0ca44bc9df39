using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier;
using Vernier.AiOrchestrator;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Extensions;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Hubs;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Management;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Api;
using Vernier.AiOrchestrator.Secrets;
using Vernier.AiOrchestrator.SignIn;
using Vernier.Forwarding;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers AI Orchestrator in the services of an application.</summary>
public static class AiOrchestratorServiceCollectionExtensions
{
    /// <summary>
    /// Registers the orchestrator; <c>MapAiOrchestrator</c> adds the routes. State is stored in a SQLite file unless the builder replaces it. The metrics
    /// are registered in the application's <see cref="MetricRegistry"/>. Call it once.
    /// </summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="section">
    /// The configuration with the keys of <see cref="AiOrchestratorOptions"/>. Default: none. All configuration errors are reported at startup in one
    /// <see cref="OptionsValidationException"/>.
    /// </param>
    /// <returns>A builder that configures the orchestrator.</returns>
    public static AiOrchestratorBuilder AddAiOrchestrator(this IServiceCollection services, IConfigurationSection? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddValidatedOptions<AiOrchestratorOptions>(section);
        services.AddSingleton<IValidateOptions<AiOrchestratorOptions>>(provider => new DrainTimeoutValidator(
            section is null ? "runs:drain_timeout" : $"{section.Path}:runs:drain_timeout", provider.GetRequiredService<IOptions<HostOptions>>()));
        services.TryAddSingleton(TimeProvider.System);
        services.AddVernier();
        services.AddHttpClient();
        services.AddSingleton(provider => new DataDirectory(OptionsOf(provider).DataDirectory));
        services.AddSingleton<Database>(provider => new SqliteDatabase(provider.GetRequiredService<DataDirectory>().File("orchestrator.db")));
        services.AddSingleton(provider => new BodyBudget(OptionsOf(provider).MaxBufferedBodyBytes));
        services.AddSingleton(provider => new AiOrchestratorMetrics(provider.GetRequiredService<MetricRegistry>()));

        services.AddSingleton<IHttpContextFactory>(provider => new QueryTokenContextFactory(
            new CallbackContextFactory(new DefaultHttpContextFactory(provider), SignInEndpoints.IsCallback)));

        // Started in this order, stopped in reverse.
        services.AddHostedService<DatabaseStartup>();
        SecretRegistration.AddServices(services, provider => OptionsOf(provider).Identity.AccessTokenLifetime);
        IdentityRegistration.AddServices(services);
        SignInRegistration.AddServices(services);
        ModelRegistration.AddServices(services);
        GraftRegistration.AddServices(services);
        RunRegistration.AddServices(services);
        HubRegistration.AddServices(services);
        ManagementRegistration.AddServices(services);
        return new AiOrchestratorBuilder(services);
    }

    private static AiOrchestratorOptions OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value;
}
