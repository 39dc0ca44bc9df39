using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Proxy;

/// <summary>The path and query of a request as the client has written them, so that the backend sees the same.</summary>
internal static class RequestTarget
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Returns the URI of the request at the site; null if the path is ambiguous: it leaves a directory with <c>..</c>, so that the sign-in rules and the
    /// backend could understand different paths. Browsers and libraries never send such a path.
    /// </summary>
    public static Uri? Find(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!raw.StartsWith('/'))
            raw = raw == "*" ? "/" : http.Request.GetEncodedPathAndQuery();
        var end = raw.IndexOf('?', StringComparison.Ordinal);
        return IsAmbiguous(end < 0 ? raw : raw[..end]) ? null : new Uri($"http://{SiteProtocol.SiteAuthority}{raw}", Verbatim);
    }

    private static bool IsAmbiguous(string path)
    {
        // A segment of two dots has dots or percent signs next to each other; all other paths are fine.
        if (!path.Contains("..", StringComparison.Ordinal) && !path.Contains("%2e", StringComparison.OrdinalIgnoreCase))
            return false;
        return Uri.UnescapeDataString(path).Split('/', '\\').Any(segment => segment.Split(';')[0] == "..");
    }
}
