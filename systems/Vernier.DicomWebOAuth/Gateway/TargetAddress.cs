using Microsoft.AspNetCore.Http;
using Vernier.Forwarding;

namespace Vernier.DicomWebOAuth.Gateway;

/// <summary>Maps a request to its address at the DICOMweb server.</summary>
internal static class TargetAddress
{
    /// <summary>The number of slashes before the path in the gateway's route.</summary>
    private static readonly int RouteSlashes = DicomWebOAuthEndpoints.Gateway.Split("{**path}")[0].Count(c => c == '/');

    // Keeps escapes unchanged: only the server may interpret them.
    private static readonly UriCreationOptions Unchanged = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Gets the path below the gateway's route and the query, escaped as the client sent them; null if the target is ambiguous (<see cref="RawTarget"/>). The
    /// route value is not usable: routing decodes %252F and %2F to the same text.
    /// </summary>
    public static (string Path, string Query)? Find(HttpContext context)
    {
        if (RawTarget.Find(context) is not { } target)
            return null;
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? target : target[..query];
        var below = string.Join('/', path.Split('/').Skip(RouteSlashes + (context.Request.PathBase.Value ?? "").Count(c => c == '/')));
        return (below, query < 0 ? "" : target[query..]);
    }

    /// <summary>Combines the root of a service with a path; null if the result is not below the root.</summary>
    /// <param name="root">The root of the service.</param>
    /// <param name="path">The path below it, escaped as the client sent it, without the segments <c>.</c> and <c>..</c>.</param>
    /// <param name="query">The query, escaped as the client sent it.</param>
    public static Uri? Create(Uri root, string path, string query)
    {
        var below = root.AbsolutePath.TrimEnd('/') + "/";
        return Uri.TryCreate(root.GetLeftPart(UriPartial.Authority) + below + path.TrimStart('/') + query, Unchanged, out var address)
            && address.Authority == root.Authority
            && address.AbsolutePath.StartsWith(below, StringComparison.Ordinal)
            ? address
            : null;
    }
}
