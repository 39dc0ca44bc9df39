using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AspNetCore.Security;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

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
            const string section = "the identity options of AI Orchestrator";
            return new RequestRules(options.AllowedHosts, options.AllowedOrigins, $"allowed_hosts in {section}", $"allowed_origins in {section}");
        });
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton<BlockedAccounts>();
        services.AddHostedService<IdentityStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<BlockedAccounts>());
        services.AddHostedService<TokenPurge>();
        services.AddSingleton<IHostedService>(provider =>
        {
            var options = provider.GetRequiredService<IOptions<AiOrchestratorOptions>>().Value.Identity;
            return new RemoteAccessCheck(provider, new RemoteAccessOptions
            {
                Service = "AI Orchestrator",
                IsAuthenticated = options.RequireAuthentication,
                AllowUnauthenticatedRemote = options.AllowUnauthenticatedRemote,
                Advice = "Set require_authentication to true, listen on 127.0.0.1 only, or set allow_unauthenticated_remote to true.",
                Warning = "Authentication is off: every request has the role ADMIN.",
            });
        });
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        AuthEndpoints.Map(endpoints);
        UserEndpoints.Map(endpoints);
    }
}
