using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Vernier.AspNetCore.Requests;

/// <summary>
/// Remembers what routing first decided for a request. Middleware for error pages clears the endpoint and routes the request again to a page;
/// the request is still one for the endpoint that failed, or for none.
/// </summary>
internal sealed class OriginalEndpoint : IEndpointFeature
{
    private Endpoint? _current;
    private Endpoint? _original;
    private bool _decided;

    /// <inheritdoc/>
    public Endpoint? Endpoint
    {
        get => _current;
        set
        {
            _current = value;
            if (_decided)
                return;
            _original = value;
            _decided = true;
        }
    }

    /// <summary>The template of the route; null when none matched.</summary>
    public string? Route => TemplateOf(_original) is { } route ? route.Length == 0 ? "/" : route : null;

    /// <summary>Whether the endpoint has metadata of a type.</summary>
    public bool Has<TMetadata>()
        where TMetadata : class => _original?.Metadata.GetMetadata<TMetadata>() is not null;

    private static string? TemplateOf(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText;
}
