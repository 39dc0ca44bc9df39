using Microsoft.AspNetCore.Http;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Proxy;

/// <summary>The path and query of a request as the client has written them, so that the backend sees the same.</summary>
internal static class RequestTarget
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Returns the URI of the request at the site; null if the target is ambiguous (<see cref="RawTarget"/>), so that the sign-in rules and the backend could
    /// understand different paths.
    /// </summary>
    public static Uri? Find(HttpContext http) => RawTarget.Find(http) is { } target ? new Uri($"http://{SiteProtocol.SiteAuthority}{target}", Verbatim) : null;
}
