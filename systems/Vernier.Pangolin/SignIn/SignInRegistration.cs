using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.SignIn;

/// <summary>Registers the services and maps the routes of this folder.</summary>
internal static class SignInRegistration
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
