using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vernier.AspNetCore.Security;
using Vernier.CcProxy;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Proxy;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of CCProxy.</summary>
public static class CcProxyEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>POST /v1/messages</c>, <c>POST /v1/chat/completions</c>, <c>POST /v1/responses</c> and <c>GET /v1/models</c>; and, unless the metrics
    /// or their endpoint are turned off, <c>GET /metrics</c> and <c>GET /metrics/health</c>. Call <c>AddCcProxy</c> first.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <returns>A builder for conventions of all routes, such as authorization.</returns>
    /// <exception cref="InvalidOperationException"><c>AddCcProxy</c> was not called.</exception>
    public static IEndpointConventionBuilder MapCcProxy(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var proxy = endpoints.ServiceProvider.GetService<ReverseProxy>()
            ?? throw new InvalidOperationException("The services of CCProxy are not registered. Call services.AddCcProxy(section) first.");
        var options = endpoints.ServiceProvider.GetRequiredService<IOptions<CcProxyOptions>>().Value;
        var rules = endpoints.ServiceProvider.GetRequiredRequestRules<CcProxyOptions>();
        var group = endpoints.MapGroup("");
        foreach (var route in Enum.GetValues<ApiRoute>())
        {
            var method = ApiRoutes.MethodOf(route) == RequestMethod.Get ? HttpMethods.Get : HttpMethods.Post;
            // Another origin must not cause a request to a provider, which costs money and is authenticated.
            group.MapMethods(ApiRoutes.PathOf(route), [method], (HttpContext http) => proxy.HandleAsync(http, route)).RequireRules(rules, OriginCheck.AllRequests);
        }
        if (options is { Enabled: true, MetricsEndpointEnabled: true })
        {
            group.MapMetrics().RequireRules(rules);
            group.MapGet("/metrics/health", () => TypedResults.Json(new { status = "healthy", prometheus_enabled = true, @namespace = options.Namespace }))
                .RequireRules(rules);
        }
        return group;
    }
}
