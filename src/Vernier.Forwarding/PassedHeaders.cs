using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Vernier.Forwarding;

/// <summary>Which headers a proxy passes on, both ways: all but those of one connection (RFC 9110, section 7.6.1).</summary>
internal static class PassedHeaders
{
    private static readonly HashSet<string> OfOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    // The client sets host and length itself, and waiting for 100 is between the proxy and each side.
    private static readonly HashSet<string> OfOneRequest = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Expect" };

    /// <summary>Copies the headers of a request, except those that the proxy sets itself.</summary>
    public static void Copy(HttpRequest from, HttpRequestMessage to, IReadOnlySet<string> except)
    {
        var named = Named(from.Headers.Connection);
        foreach ((var name, var values) in from.Headers)
        {
            // HTTP/2 puts the parts of a request's first line among the headers.
            if (name.StartsWith(':') || OfOneConnection.Contains(name) || OfOneRequest.Contains(name) || named.Contains(name) || except.Contains(name))
                continue;
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
    }

    /// <summary>
    /// Copies the headers of an answer. A value that is not ASCII has no agreed encoding (RFC 9110, section 5.5), and Kestrel would fail the whole
    /// answer for it: its header is left out.
    /// </summary>
    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        var named = Named(from.Headers.Connection.ToArray());
        foreach ((var name, var values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            if (!OfOneConnection.Contains(name) && !named.Contains(name) && values.All(value => Ascii.IsValid(value)))
                to.Headers[name] = values.ToArray();
        }
    }

    private static HashSet<string> Named(StringValues connection) => new(
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        StringComparer.OrdinalIgnoreCase);
}
