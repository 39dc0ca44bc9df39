using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Vernier.Forwarding;

/// <summary>
/// Copies headers between the two sides of a proxy: all except the hop-by-hop headers (RFC 9110, section 7.6.1), the headers that
/// <c>Connection</c> names, and those that describe one message and are set separately on each side.
/// </summary>
internal static class ProxyHeaders
{
    private static readonly string[] HopByHop =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "HTTP2-Settings",
    ];

    // HttpClient sets Host and the length; 100-continue is negotiated separately on each side.
    private static readonly FrozenSet<string> NotInRequests = Union(HopByHop, "Host", "Content-Length", "Expect");

    // An alternative service (RFC 7838) of the destination does not serve the proxy's origin.
    private static readonly FrozenSet<string> NotInResponses = Union(HopByHop, "Alt-Svc");

    // Fields that frame, route or authenticate a message are not allowed in trailers (RFC 9110, section 6.5.1).
    private static readonly FrozenSet<string> NotInTrailers =
        Union(NotInResponses, "Content-Length", "Content-Type", "Content-Encoding", "Content-Range", "Host", "Set-Cookie", "Authorization");

    private static readonly SearchValues<char> AllowedInValues = SearchValues.Create(['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>Copies the headers of a client's request. Headers of the content are lost if the outgoing request has no content.</summary>
    /// <param name="from">The client's request.</param>
    /// <param name="to">The request to the destination.</param>
    /// <param name="options">The further headers that are not copied.</param>
    public static void CopyRequest(HttpRequest from, HttpRequestMessage to, ForwarderOptions options)
    {
        var excluded = options.ExcludedRequestHeaders;
        var named = NamedByConnection(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            // Kestrel lists the pseudo-header fields of HTTP/2 and HTTP/3 among the headers.
            if (name.StartsWith(':') || NotInRequests.Contains(name) || excluded.Contains(name) || named?.Contains(name) == true)
                continue;
            if (!options.KeepForwardingHeaders && ForwardingHeaders.Contains(name))
                continue;
            if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) && values.Count > 1)
                Add(to, name, string.Join("; ", values.ToArray())); // HTTP/2 splits cookies; HttpClient would join them with commas (RFC 9113, section 8.2.3).
            else
                Add(to, name, values);
        }

        // The one member of TE that survives a hop: trailers are forwarded here.
        if (from.Headers.TE.Any(value => value?.Contains("trailers", StringComparison.OrdinalIgnoreCase) == true) && to.Version.Major >= 2)
            to.Headers.TryAddWithoutValidation("TE", "trailers");
    }

    /// <summary>
    /// Copies the headers of a destination's response. A header with a value that is not visible ASCII is left out: such values have no agreed
    /// encoding (RFC 9110, section 5.5), and Kestrel fails the whole response for one.
    /// </summary>
    /// <param name="from">The destination's response.</param>
    /// <param name="to">The response to the client.</param>
    public static void CopyResponse(HttpResponseMessage from, HttpResponse to)
    {
        var named = from.Headers.NonValidated.TryGetValues("Connection", out var connection) ? NamedByConnection(connection.ToArray()) : null;
        Copy(from.Headers.NonValidated, to.Headers, NotInResponses, named);
        Copy(from.Content.Headers.NonValidated, to.Headers, NotInResponses, named);
    }

    /// <summary>Copies the trailers of a destination's response, which exist after its body was read, if the client's connection supports them.</summary>
    /// <param name="from">The destination's response.</param>
    /// <param name="to">The response to the client.</param>
    public static void CopyTrailers(HttpResponseMessage from, HttpResponse to)
    {
        if (to.HttpContext.Features.Get<IHttpResponseTrailersFeature>() is { Trailers: { IsReadOnly: false } trailers })
            Copy(from.TrailingHeaders.NonValidated, trailers, NotInTrailers, null);
    }

    private static FrozenSet<string> Union(IEnumerable<string> names, params string[] others) =>
        names.Concat(others).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static void Copy(HttpHeadersNonValidated from, IHeaderDictionary to, FrozenSet<string> excluded, HashSet<string>? named)
    {
        foreach (var (name, values) in from)
        {
            if (!excluded.Contains(name) && named?.Contains(name) != true && IsAllowed(values))
                to[name] = values.Count == 1 ? new StringValues(values.ToString()) : values.ToArray();
        }
    }

    private static void Add(HttpRequestMessage to, string name, StringValues values)
    {
        if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }

    private static bool IsAllowed(HeaderStringValues values)
    {
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAnyExcept(AllowedInValues))
                return false;
        }
        return true;
    }

    private static HashSet<string>? NamedByConnection(StringValues connection)
    {
        if (connection.Count == 0)
            return null;
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in connection)
            named.UnionWith((value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return named;
    }
}
