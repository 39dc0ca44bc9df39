using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Certificates;

/// <summary>Registers the services and maps the routes of this folder.</summary>
internal static class CertificatesRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton(CertificateStore.Tables);
        services.AddSingleton<CertificateStore>();
        services.AddSingleton<ServerCertificates>();
        services.AddSingleton<AcmeHosts>();
        services.AddSingleton<CertificateSeries>();
        services.AddSingleton<ChallengeResponder>();
        services.AddSingleton<RenewalSchedule>();
        services.AddSingleton<CertificateIssuer>();
        services.AddSingleton<FileCertificates>();
        services.AddSingleton<IssuedCertificates>();
        services.AddSingleton<ChallengeListener>();
        services.AddSingleton<CertificateRenewal>();
        services.AddSingleton(provider => provider.GetRequiredService<CertificateRenewal>().Job);
        services.AddHostedService(provider => provider.GetRequiredService<FileCertificates>());
        services.AddHostedService(provider => provider.GetRequiredService<IssuedCertificates>());
        services.AddHostedService(provider => provider.GetRequiredService<ChallengeListener>());
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints;
    }
}
