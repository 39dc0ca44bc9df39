using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.DicomWebOAuth.Errors;
using Vernier.DicomWebOAuth.Forwarding;

namespace Vernier.DicomWebOAuth;

/// <summary>The gateway over HTTP.</summary>
public static class DicomWebOAuthEndpoints
{
    /// <summary>The path of the metrics, as the document has it.</summary>
    public const string MetricsPath = "/dicomweb-oauth/metrics";

    /// <summary>
    /// Adds the gateway to an application that has called <c>AddDicomWebOAuth</c>: <c>/oauth-dicom-web/servers/{name}/{**path}</c> forwards DICOMweb,
    /// <c>GET /dicomweb-oauth/status</c>, <c>GET /dicomweb-oauth/servers</c> and <c>POST /dicomweb-oauth/servers/{name}/test</c> tell how it is, and
    /// <c>GET /dicomweb-oauth/metrics</c> has the metrics. All but the metrics share the rate limit of each client address.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>For conventions that hold for all routes, such as authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddDicomWebOAuth</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">The configuration has mistakes; all are named.</exception>
    public static IEndpointConventionBuilder MapDicomWebOAuth(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        var metrics = services.GetService<DicomWebOAuthMetrics>()
            ?? throw new InvalidOperationException("DICOMweb OAuth is not among the services: call services.AddDicomWebOAuth(section).");
        var servers = services.GetRequiredService<ServerGateways>();
        var options = services.GetRequiredService<IOptions<DicomWebOAuthOptions>>().Value;
        var limiter = new ClientLimiter(options.RateLimitRequests, TimeSpan.FromSeconds(options.RateLimitWindowSeconds), metrics.Time);
        var gateway = new GatewayEndpoint(servers, metrics, services.GetRequiredService<ILogger<GatewayEndpoint>>());
        var management = new ManagementEndpoint(servers, metrics);

        var group = endpoints.MapGroup("");
        Map([HttpMethods.Get], ManagementEndpoint.StatusPattern, management.StatusAsync);
        Map([HttpMethods.Get], ManagementEndpoint.ServersPattern, management.ServersAsync);
        Map([HttpMethods.Post], ManagementEndpoint.TestPattern, management.TestAsync);
        group.Map(GatewayEndpoint.Pattern, Limited(gateway.InvokeAsync));
        metrics.EndpointKnown(HttpMethods.Get, GatewayEndpoint.Pattern, ErrorCatalog.Statuses);
        metrics.EndpointKnown(HttpMethods.Post, GatewayEndpoint.Pattern, ErrorCatalog.Statuses);
        group.MapMetrics(MetricsPath);
        metrics.EndpointKnown(HttpMethods.Get, MetricsPath);
        ((IEndpointConventionBuilder)group).Add(builder => EndpointMeasure.Apply(builder, metrics));
        return group;

        void Map(string[] methods, [StringSyntax("Route")] string pattern, RequestDelegate handle)
        {
            group.MapMethods(pattern, methods, Limited(handle));
            metrics.EndpointKnown(methods[0], pattern);
        }

        RequestDelegate Limited(RequestDelegate handle) => context =>
            limiter.Refusal(context.Connection.RemoteIpAddress) is { } pause ? RefuseAsync(context, pause, options) : handle(context);
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan pause, DicomWebOAuthOptions options)
    {
        Answer.SetRetryAfter(context, pause);
        var error = $"More than {options.RateLimitRequests} requests in {options.RateLimitWindowSeconds} s (RateLimitRequests, RateLimitWindowSeconds).";
        return Answer.ProblemAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            error,
            KeyValuePair.Create<string, object?>("error", error),
            KeyValuePair.Create<string, object?>("max_requests", options.RateLimitRequests),
            KeyValuePair.Create<string, object?>("window_seconds", options.RateLimitWindowSeconds));
    }
}
