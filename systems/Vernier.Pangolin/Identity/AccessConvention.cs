using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Vernier.Pangolin.Identity;

/// <summary>Protects endpoints without middleware of the application.</summary>
internal static class AccessConvention
{
    /// <summary>Wraps each endpoint of the builder in the <see cref="AccessGate"/>. Call it once per endpoint.</summary>
    public static TBuilder RequireAccess<TBuilder>(this TBuilder builder, Access access)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint =>
        {
            var handler = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} has no handler.");
            endpoint.Metadata.Add(access);
            endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<AccessGate>().InvokeAsync(http, access, handler);
        });
        return builder;
    }
}
