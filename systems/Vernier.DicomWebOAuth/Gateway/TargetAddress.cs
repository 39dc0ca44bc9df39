using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Maps a request to its address at the DICOMweb server.</summary>
internal static class TargetAddress
{
    /// <summary>The number of slashes before the path in the gateway's route.</summary>
    private static readonly int RouteSlashes = DicomWebOAuthEndpoints.Gateway.Split("{**path}")[0].Count(c => c == '/');

    // Keeps escapes unchanged: only the server may interpret them.
    private static readonly UriCreationOptions Unchanged = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Gets the path below the gateway's route, escaped as the client sent it. The route value is not usable: routing decodes %252F and %2F to the
    /// same text.
    /// </summary>
    public static string PathOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        // The target may be in absolute form (RFC 9112, section 3.2.2).
        if (!target.StartsWith('/'))
            target = "/" + string.Join('/', target.Split('/').Skip(3));
        return string.Join('/', target.Split('/').Skip(RouteSlashes + (context.Request.PathBase.Value ?? "").Count(c => c == '/')));
    }

    /// <summary>Combines the root of a service with a path; null if the path leads out of the service.</summary>
    /// <param name="root">The root of the service.</param>
    /// <param name="path">The path below it, escaped as the client sent it.</param>
    /// <param name="query">The query, escaped as the client sent it.</param>
    public static Uri? Create(Uri root, string path, QueryString query)
    {
        // The server, or a proxy in front of it, may unescape twice.
        if (Uri.UnescapeDataString(Uri.UnescapeDataString(path)).Split('/', '\\').Any(segment => segment is ".." or "."))
            return null;
        var below = root.AbsolutePath.TrimEnd('/') + "/";
        return Uri.TryCreate(root.GetLeftPart(UriPartial.Authority) + below + path.TrimStart('/') + query.Value, Unchanged, out var address)
            && address.Authority == root.Authority
            && address.AbsolutePath.StartsWith(below, StringComparison.Ordinal)
            ? address
            : null;
    }
}
