using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Vernier.Systems.DicomWebOAuth.Forwarding;

/// <summary>Which headers pass the gateway: all but those of one connection (RFC 9110, section 7.6.1), and the caller's own credentials.</summary>
internal static class ForwardedHeaders
{
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization",
        "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    // The host and the length are set for the new request, waiting for 100 is between the gateway and each side, and the token takes the place of credentials.
    private static readonly HashSet<string> OnlyFromTheCaller = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Expect", "Authorization" };

    public static void CopyRequest(IHeaderDictionary from, HttpRequestMessage to)
    {
        HashSet<string> named = Named(from.Connection);
        foreach ((string name, StringValues values) in from)
        {
            // HTTP/2 puts the parts of a request's first line among the headers.
            if (name.StartsWith(':') || HopByHop.Contains(name) || OnlyFromTheCaller.Contains(name) || named.Contains(name))
                continue;
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
    }

    public static void CopyResponse(HttpResponseMessage from, IHeaderDictionary to)
    {
        HashSet<string> named = Named(from.Headers.Connection.ToArray());
        Copy(from.Headers);
        Copy(from.Content.Headers);

        void Copy(HttpHeaders headers)
        {
            foreach ((string name, HeaderStringValues values) in headers.NonValidated)
            {
                if (!HopByHop.Contains(name) && !named.Contains(name))
                    to[name] = new StringValues([.. values]);
            }
        }
    }

    private static HashSet<string> Named(StringValues connection) => new(
        connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
        StringComparer.OrdinalIgnoreCase);
}
