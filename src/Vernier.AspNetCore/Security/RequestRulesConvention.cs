using Microsoft.AspNetCore.Builder;

namespace Vernier.AspNetCore.Security;

/// <summary>Protects endpoints from pages of other sites, without middleware of the application.</summary>
public static class RequestRulesConvention
{
    /// <summary>Applies rules to each endpoint of the builder: requests that are rejected get problem details. Call it once per endpoint.</summary>
    /// <typeparam name="TBuilder">The type of the builder.</typeparam>
    /// <param name="builder">The endpoints.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="check">Which requests of other origins are rejected.</param>
    /// <returns>The builder.</returns>
    public static TBuilder RequireRules<TBuilder>(this TBuilder builder, RequestRules rules, OriginCheck check = OriginCheck.StateChanges)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(rules);
        builder.Add(endpoint =>
        {
            var handler = endpoint.RequestDelegate ?? throw new InvalidOperationException($"The endpoint {endpoint.DisplayName} has no handler.");
            endpoint.Metadata.Add(rules);
            endpoint.RequestDelegate = rules.Protect(handler, check);
        });
        return builder;
    }
}
