using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Jobs;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Email;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Oidc;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Requests;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services.Web;

namespace Vernier.Pangolin.SignIn;

/// <summary>Registers the services and maps the routes of signing in to resources.</summary>
internal static class SignInRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(SignInPolicyStore.Tables);
        services.AddSingleton(AuditStore.Tables);
        services.AddSingleton(AccessTokenStore.Tables);
        services.AddSingleton(SigningKey.Tables);
        services.AddSingleton(HandoverCodes.Tables);
        services.AddSingleton(EmailCodeStore.Tables);
        services.AddSingleton(OidcStates.Tables);

        services.AddSingleton<IHttpContextFactory>(provider => new CallbackContextFactory(new DefaultHttpContextFactory(provider), SignInEndpoints.IsCallback));
        services.AddSingleton<SignInPolicyStore>();
        services.AddSingleton<SignInPolicies>();
        services.AddSingleton<SignInPolicyEditor>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<AccessRecorder>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SigningKey>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<HandoverCodes>();
        services.AddSingleton<ResourceOrigin>();
        services.AddSingleton<ResourceSessions>();
        services.AddSingleton<HeaderAuthentication>();
        services.AddSingleton<AccessDecider>();
        services.AddSingleton<SignInStart>();
        services.AddSingleton<ReservedRoutes>();
        services.AddSingleton<SignInGate>();

        services.AddSingleton<AttemptStart>();
        services.AddSingleton<AttemptEnd>();
        services.AddSingleton<SecretSignIn>();
        services.AddSingleton<UserSignIn>();
        services.AddSingleton<SmtpMailer>();
        services.AddSingleton<EmailCodeStore>();
        services.AddSingleton<CodeSender>();
        services.AddSingleton<EmailSignIn>();
        services.AddSingleton<OidcHttp>();
        services.AddSingleton<OidcProviders>();
        services.AddSingleton<OidcStates>();
        services.AddSingleton<OidcTokens>();
        services.AddSingleton<OidcSignIn>();
        services.AddSingleton<SignInPages>();
        services.AddSingleton<OidcPages>();
        services.AddSingleton<SignInCleanup>();
        services.AddSingleton(provider =>
        {
            var cleanup = provider.GetRequiredService<SignInCleanup>();
            return new JobDefinition(JobType.AuditCleanup, SignInCleanup.Interval, (_, cancellation) => cleanup.RunAsync(cancellation));
        });

        services.AddHostedService(provider => provider.GetRequiredService<SignInPolicies>());
        services.AddHostedService(provider => provider.GetRequiredService<AuditLog>());
        services.AddHostedService(provider => provider.GetRequiredService<CodeSender>());
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints) => SignInEndpoints.Map(endpoints);
}
