using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// Moves the token of a hub request from the query to the Authorization header, and removes it from the query of requests to other routes of the service,
/// which do not accept it there. It runs before the server logs the start of a request and before any middleware, so that the token does not appear in a
/// log, a trace or an error page. Browsers cannot set headers of a WebSocket request, so that a token in the query is necessary.
/// </summary>
internal sealed class QueryTokenContextFactory(IHttpContextFactory inner) : IHttpContextFactory
{
    private const string Parameter = "access_token";

    private static readonly string[] Routes =
    [
        AiOrchestratorEndpoints.Hub,
        AiOrchestratorEndpoints.Runs,
        AiOrchestratorEndpoints.Budget,
        AiOrchestratorEndpoints.Auth,
        AiOrchestratorEndpoints.Metrics,
        AiOrchestratorEndpoints.Grafts,
        AiOrchestratorEndpoints.Admin,
        AiOrchestratorEndpoints.Actuator,
    ];

    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { QueryString.Length: > 1 } request && IsOurs(request.Path))
            RemoveToken(request, isAccepted: IsHub(request.Path));
        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    /// <summary>Whether a path belongs to the service, with any prefix that the application adds. Other paths of the application can use the parameter.</summary>
    private static bool IsOurs(string path) => Routes.Any(route => path.Contains(route, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a path is that of the hub or of its negotiation, with any prefix that the application adds.</summary>
    private static bool IsHub(string path)
    {
        var trimmed = path.TrimEnd('/');
        return trimmed.EndsWith(AiOrchestratorEndpoints.Hub, StringComparison.OrdinalIgnoreCase)
            || trimmed.EndsWith(AiOrchestratorEndpoints.Hub + "/negotiate", StringComparison.OrdinalIgnoreCase);
    }

    private static void RemoveToken(IHttpRequestFeature request, bool isAccepted)
    {
        var query = QueryHelpers.ParseQuery(request.QueryString);
        if (!query.Remove(Parameter, out var token))
            return;
        if (isAccepted && request.Headers.Authorization.Count == 0)
            request.Headers[HeaderNames.Authorization] = $"Bearer {token}";
        request.QueryString = new QueryBuilder(query).ToString();
        var target = request.RawTarget.IndexOf('?', StringComparison.Ordinal);
        if (target >= 0)
            request.RawTarget = request.RawTarget[..target] + request.QueryString;
    }
}
