using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Certificates;

/// <summary>Registers the services and maps the routes of this folder.</summary>
internal static class CertificatesRegistration
{
    public static void AddServices(IServiceCollection services)
    {
        _ = services;
    }

    public static void MapRoutes(IEndpointRouteBuilder endpoints)
    {
        _ = endpoints;
    }
}
