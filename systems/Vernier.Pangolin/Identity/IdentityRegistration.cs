using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Security;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Jobs;
using Vernier.Services.Passwords;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>Registers the services of users, sessions and access.</summary>
internal static class IdentityRegistration
{
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(10);

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(UserStore.Tables);
        services.AddSingleton(SessionStore.Tables);
        services.AddSingleton(Throttle.Tables);
        services.AddSingleton(ApiKeys.Tables);
        services.AddSingleton<UserStore>();
        services.AddSingleton(_ => new PasswordHasher());
        services.AddSingleton<Users>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<Throttle>();
        services.AddSingleton<Logins>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton(provider => new FirstAdministrator(
            provider.GetRequiredService<DataDirectory>(),
            provider.GetRequiredService<Users>(),
            provider.GetRequiredService<Throttle>(),
            provider.GetRequiredService<ILogger<FirstAdministrator>>()));
        services.AddSingleton<ConsoleCookies>();
        services.AddSingleton<Antiforgery>();
        services.AddSingleton<ConsoleSignIn>();
        services.AddSingleton<HostRules>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<AccessGate>();
        services.AddSingleton(SessionCleanup);
        services.AddHostedService(provider => provider.GetRequiredService<FirstAdministrator>());
        services.AddHostedService<SessionGauges>();
        services.AddSingleton<IHostedService>(provider =>
        {
            var options = provider.GetRequiredService<PangolinSettings>().Initial.Console;
            return new RemoteAccessCheck(provider, new RemoteAccessOptions
            {
                Service = "Pangolin",
                IsAuthenticated = options.RequireAuthentication,
                AllowUnauthenticatedRemote = options.AllowUnauthenticatedRemote,
                Advice = "Set console: require_authentication to true, listen on 127.0.0.1 only, or set console: allow_unauthenticated_remote to true.",
                Warning = "Authentication is off: every request to the page and the API is an administrator's.",
            });
        });
    }

    private static JobDefinition SessionCleanup(IServiceProvider services)
    {
        var sessions = services.GetRequiredService<Sessions>();
        var throttle = services.GetRequiredService<Throttle>();
        return new JobDefinition(JobType.SessionCleanup, CleanupInterval, async (_, cancellation) =>
        {
            await sessions.CleanUpAsync(cancellation).ConfigureAwait(false);
            await throttle.CleanUpAsync(cancellation).ConfigureAwait(false);
        });
    }
}
