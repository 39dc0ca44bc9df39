using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

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
        services.AddSingleton(provider => new InitialAdministrator(provider.GetRequiredService<Storage.DataDirectory>()));
        services.AddSingleton<Sessions>();
        services.AddSingleton<Logins>();
        services.AddSingleton<Users>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<TokenService>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<RequestRules>();
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
