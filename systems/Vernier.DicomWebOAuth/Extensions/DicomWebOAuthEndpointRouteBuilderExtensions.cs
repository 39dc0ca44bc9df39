using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Security;
using Vernier.DicomWebOAuth;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Gateway;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of DICOMweb OAuth.</summary>
public static class DicomWebOAuthEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the gateway (<c>/oauth-dicom-web/servers/{name}/{**path}</c>), the management endpoints (<c>GET /dicomweb-oauth/status</c>,
    /// <c>GET /dicomweb-oauth/servers</c>, <c>POST /dicomweb-oauth/servers/{name}/test</c>) and the metrics (<c>GET /dicomweb-oauth/metrics</c>). The
    /// rate limit of each client address applies to all of them except the metrics.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>A convention builder for all routes, for example to require authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDicomWebOAuth</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">The configuration is not valid; the message lists all errors.</exception>
    public static IEndpointConventionBuilder MapDicomWebOAuth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var metrics = services.GetService<DicomWebOAuthMetrics>()
            ?? throw new InvalidOperationException("DICOMweb OAuth is not registered. Call services.AddDicomWebOAuth(section) first.");
        var rules = services.GetRequiredRequestRules<DicomWebOAuthOptions>();
        var limiter = services.GetRequiredService<ClientRateLimiter>();
        var gateway = services.GetRequiredService<GatewayEndpoint>();
        var management = services.GetRequiredService<ManagementEndpoint>();

        var group = endpoints.MapGroup("");
        Map(HttpMethods.Get, DicomWebOAuthEndpoints.Status, management.GetStatusAsync);
        Map(HttpMethods.Get, DicomWebOAuthEndpoints.Servers, management.GetServersAsync);
        Map(HttpMethods.Post, DicomWebOAuthEndpoints.ServerTest, management.TestAsync);
        // Another origin must not cause a request to a server, which is authenticated, and must not use up the rate limit of this client.
        group.Map(DicomWebOAuthEndpoints.Gateway, rules.Protect(limiter.Limit(gateway.InvokeAsync), OriginCheck.AllRequests)).WithMetadata(rules);
        metrics.EndpointMapped(HttpMethods.Get, DicomWebOAuthEndpoints.Gateway, ErrorCatalog.Statuses);
        metrics.EndpointMapped(HttpMethods.Post, DicomWebOAuthEndpoints.Gateway, ErrorCatalog.Statuses);
        group.MapMetrics(DicomWebOAuthEndpoints.MetricsPath).RequireRules(rules);
        metrics.EndpointMapped(HttpMethods.Get, DicomWebOAuthEndpoints.MetricsPath);
        ((IEndpointConventionBuilder)group).Add(builder => RequestMeasurement.Apply(builder, metrics));
        return group;

        void Map(string method, [StringSyntax("Route")] string pattern, RequestDelegate handler)
        {
            group.MapMethods(pattern, [method], rules.Protect(limiter.Limit(handler), OriginCheck.StateChanges)).WithMetadata(rules);
            metrics.EndpointMapped(method, pattern);
        }
    }
}
