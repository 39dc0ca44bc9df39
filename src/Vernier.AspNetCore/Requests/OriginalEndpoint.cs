using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// Remembers the endpoint that a request was for. Middleware for error pages clears it and routes the request again to a page; the request is
/// still one for the endpoint that failed, or for none.
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

            // That feature is there while a status page is executed instead, and gone when the request ends.
            if (features.Get<IStatusCodeReExecuteFeature>() is null)
                _beforeStatusPage = value;
        }
    }

    /// <summary>The template of the route; null when none matched.</summary>
    public string? Route => TemplateOf(Original) is { } route ? route.Length == 0 ? "/" : route : null;

    /// <summary>An exception handler leaves behind at which endpoint the exception came.</summary>
    private Endpoint? Original => features.Get<IExceptionHandlerFeature>() is { } handled ? handled.Endpoint : _beforeStatusPage;

    /// <summary>Whether the endpoint has metadata of a type.</summary>
    public bool Has<TMetadata>()
        where TMetadata : class => Original?.Metadata.GetMetadata<TMetadata>() is not null;

    private static string? TemplateOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText;
}
