using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// Keeps the endpoint that a request was routed to first. Error page middleware clears the endpoint and executes the request again for a page, but the
/// request still belongs to the original endpoint, or to none.
/// </summary>
internal sealed class OriginalEndpoint(IFeatureCollection features) : IEndpointFeature
{
    private Endpoint? _current;
    private Endpoint? _beforeStatusPage;

    /// <inheritdoc/>
    public Endpoint? Endpoint
    {
        get => _current;
        set
        {
            _current = value;

            // The feature is present only while a status page is executed.
            if (features.Get<IStatusCodeReExecuteFeature>() is null)
                _beforeStatusPage = value;
        }
    }

    /// <summary>Gets the template of the route; null if no route matched.</summary>
    public string? Route => TemplateOf(Original) is { } route ? route.Length == 0 ? "/" : route : null;

    /// <summary>Gets the original endpoint. Exception handlers keep it in a feature.</summary>
    private Endpoint? Original => features.Get<IExceptionHandlerFeature>() is { } handled ? handled.Endpoint : _beforeStatusPage;

    /// <summary>Returns whether the endpoint has metadata of a type.</summary>
    public bool Has<TMetadata>()
        where TMetadata : class => Original?.Metadata.GetMetadata<TMetadata>() is not null;

    private static string? TemplateOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText;
}
