using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// Moves the token of a hub request from the query to the Authorization header. It runs before the server logs the start of a request and before any
/// middleware, so that the token does not appear in a log, a trace or an error page. Browsers cannot set headers of a WebSocket request, so that a token in
/// the query is necessary.
/// </summary>
internal sealed class QueryTokenContextFactory(IHttpContextFactory inner) : IHttpContextFactory
{
    private const string Parameter = "access_token";

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request && IsHub(request.Path) && request.QueryString.Length > 1)
            MoveToken(request);
        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    /// <summary>Whether a path is that of the hub or of its negotiation, with any prefix that the application adds.</summary>
    private static bool IsHub(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.EndsWith(AiOrchestratorEndpoints.Hub, StringComparison.OrdinalIgnoreCase)
            || trimmed.EndsWith(AiOrchestratorEndpoints.Hub + "/negotiate", StringComparison.OrdinalIgnoreCase);
    }

    private static void MoveToken(IHttpRequestFeature request)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(Parameter, out var token))
            return;
        if (request.Headers.Authorization.Count == 0)
            request.Headers[HeaderNames.Authorization] = $"Bearer {token}";
        request.QueryString = new QueryBuilder(query).ToString();
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (target >= 0)
            request.RawTarget = request.RawTarget[..target] + request.QueryString;
    }
}
