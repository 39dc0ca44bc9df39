using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Console;
using Vernier.Pangolin.SignIn;
using Vernier.Pangolin.Traefik;
using Vernier.Pangolin.Tunnels;
using Vernier.Pangolin.WireGuard;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of Pangolin.</summary>
public static class PangolinEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the page (<c>/</c>), the API (<c>/api/v1</c>) and the tunnels of sites. Call <c>AddPangolin</c> first. The routes authenticate their requests
    /// themselves.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>A builder for conventions of all routes.</returns>
    /// <exception cref="InvalidOperationException">The services are not registered.</exception>
    public static IEndpointConventionBuilder MapPangolin(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<PangolinMetrics>() is null)
            throw new InvalidOperationException("Pangolin is not registered. Call services.AddPangolin(section) first.");
        var group = endpoints.MapGroup("");
        SignInRegistration.MapRoutes(group);
        TunnelsRegistration.MapRoutes(group);
        WireGuardRegistration.MapRoutes(group);
        CertificatesRegistration.MapRoutes(group);
        TraefikRegistration.MapRoutes(group);
        ConsoleRegistration.MapRoutes(group);
        return group;
    }
}
