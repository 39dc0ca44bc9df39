using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>Registers the services and maps the routes of users and tokens.</summary>
internal static class IdentityRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(UserStore.Tables);
        services.AddSingleton(SessionStore.Tables);
        services.AddSingleton(LockOuts.Tables);
        services.AddSingleton<UserStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<LockOuts>();
        services.AddSingleton(_ => new PasswordHasher());
        services.AddSingleton(provider => new InitialAdministrator(provider.GetRequiredService<DataDirectory>(), provider.GetRequiredService<ILogger<InitialAdministrator>>()));
        services.AddSingleton<Sessions>();
        services.AddSingleton<Logins>();
        services.AddSingleton<Users>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenService>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Identity;
            return new RequestRules(options.AllowedHosts, options.AllowedOrigins, "the identity options of AI Orchestrator");
        });
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<BlockedAccounts>();
        services.AddHostedService<IdentityStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockedAccounts>());
        services.AddHostedService<TokenPurge>();
        services.AddHostedService<RemoteAccessCheck>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        AuthEndpoints.Map(endpoints);
        UserEndpoints.Map(endpoints);
    }
}
