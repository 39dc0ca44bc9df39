using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Vernier.Services.Web;

/// <summary>
/// Takes the parameters of a callback, such as the code, out of the query. It runs before the server logs the start of a request and before any
/// middleware, so that they do not appear in a log, a trace or an error page.
/// </summary>
/// <param name="inner">The factory of the application.</param>
/// <param name="isCallback">Whether a path is that of a callback.</param>
internal sealed class CallbackContextFactory(IHttpContextFactory inner, Func<string, bool> isCallback) : IHttpContextFactory
{
    public HttpContext Create(IFeatureCollection featureCollection)
    {
        if (featureCollection.Get<IHttpRequestFeature>() is { } request && isCallback(request.Path))
        {
            featureCollection.Set(new CallbackParameters(QueryHelpers.ParseQuery(request.QueryString)));
            request.QueryString = "";
            request.RawTarget = request.RawTarget.Split('?')[0];
        }
        return inner.Create(featureCollection);
    }

    public void Dispose(HttpContext httpContext) => inner.Dispose(httpContext);
}
