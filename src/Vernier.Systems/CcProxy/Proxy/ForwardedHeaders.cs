using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Systems.CcProxy.Api;
using Vernier.Systems.CcProxy.Providers;

namespace Vernier.Systems.CcProxy.Proxy;

/// <summary>Which headers go through, both ways. Those of one connection stay on it (RFC 9110, section 7.6.1).</summary>
internal static class ForwardedHeaders
{
    private static readonly HashSet<string> OfOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    /// <summary>
    /// What the HTTP client says itself; and the compressions that the client would take, because of a compressed answer we cannot read the usage.
    /// </summary>
    private static readonly HashSet<string> NotForProvider = new(StringComparer.OrdinalIgnoreCase) { "Host", "Content-Length", "Expect", "Accept-Encoding" };

    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "X-Api-Key" };

    public static void Copy(HttpRequest from, HttpRequestMessage to, ProviderOptions provider)
    {
        string[] named = from.Headers.Connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)).ToArray();
        foreach (var (name, values) in from.Headers)
        {
            if (OfOneConnection.Contains(name) || NotForProvider.Contains(name) || named.Contains(name, StringComparer.OrdinalIgnoreCase))
                continue;
            if (provider.ApiKey is not null && Credentials.Contains(name))
                continue;
            if (!to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }
        AddKey(to.Headers, provider);
    }

    public static void Copy(HttpResponseMessage from, HttpResponse to)
    {
        foreach (var (name, values) in from.Headers.NonValidated.Concat(from.Content.Headers.NonValidated))
        {
            // A value that is not ASCII has no agreed encoding (RFC 9110, section 5.5), and Kestrel would fail the whole answer for it.
            if (!OfOneConnection.Contains(name) && !from.Headers.Connection.Contains(name, StringComparer.OrdinalIgnoreCase) && values.All(value => Ascii.IsValid(value)))
                to.Headers[name] = values.ToArray();
        }
    }

    private static void AddKey(HttpRequestHeaders headers, ProviderOptions provider)
    {
        if (provider.ApiKey is not { } key)
            return;
        if (provider.Api == ApiShape.Anthropic)
            headers.TryAddWithoutValidation("X-Api-Key", key);
        else
            headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
    }
}
