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
        services.AddSingleton<ChallengeResponder>();
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints;
    }
}
