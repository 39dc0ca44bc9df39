using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>
/// Takes the parameters of the callback, such as the code, out of the query. It runs before the server logs the start of a request and before any
/// middleware, so that they do not appear in a log, a trace or an error page.
/// </summary>
internal sealed class CallbackContextFactory(IHttpContextFactory inner) : IHttpContextFactory
{
    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request && IsCallback(request.Path))
        {
            featureCollection.Set(new CallbackParameters(QueryHelpers.ParseQuery(request.QueryString)));
            request.QueryString = "";
            request.RawTarget = request.RawTarget.Split('?')[0];
        }
        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);

    private static bool IsCallback(string path) =>
        path.Contains(AiOrchestratorEndpoints.OAuth2 + "/", StringComparison.OrdinalIgnoreCase) && path.TrimEnd('/').EndsWith("/callback", StringComparison.OrdinalIgnoreCase);
}
