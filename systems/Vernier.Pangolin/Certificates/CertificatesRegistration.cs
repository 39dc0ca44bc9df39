using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vernier.Pangolin.Identity;
using Vernier.Services.Web;

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

    public static void MapRoutes(IEndpointRouteBuilder endpoints) => endpoints
        .MapPost($"{PangolinEndpoints.Api}/certificates/{{host}}/renew", RenewAsync)
        .WithSummary("Requests a certificate for a host from the ACME server now, although none is due or the last attempt has failed.")
        .WithTags("Certificates")
        .Produces(StatusCodes.Status202Accepted)
        .Produces<ErrorResponse>(StatusCodes.Status404NotFound)
        .RequireAccess(Access.ApiKeyOrAdmin);

    private static async Task<IResult> RenewAsync(string host, CertificateRenewal renewal, HttpContext http)
    {
        if (HostNames.Normalize(host) is not { } name || !await renewal.RequestAsync(name, http.RequestAborted).ConfigureAwait(false))
            throw new RequestException(StatusCodes.Status404NotFound, "The host gets no certificate from the ACME server: no HTTP resource has it, or ACME is not configured for it.");
        return Results.Accepted();
    }
}
