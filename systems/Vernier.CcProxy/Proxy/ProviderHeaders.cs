using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Vernier.CcProxy.Api;
using Vernier.CcProxy.Providers;
using Vernier.Forwarding;

namespace Vernier.CcProxy.Proxy;

/// <summary>The headers that a provider gets: the client's, with the provider's key in place of the client's own where there is one.</summary>
internal static class ProviderHeaders
{
    /// <summary>The compressions that the client would take: of a compressed answer we cannot read the usage.</summary>
    private static readonly HashSet<string> Always = new(StringComparer.OrdinalIgnoreCase) { "Accept-Encoding" };

    private static readonly HashSet<string> AndCredentials = new(Always, StringComparer.OrdinalIgnoreCase) { "Authorization", "X-Api-Key" };

    public static void Copy(HttpRequest from, HttpRequestMessage to, ProviderOptions provider)
    {
        PassedHeaders.Copy(from, to, except: provider.ApiKey is null ? Always : AndCredentials);
        AddKey(to.Headers, provider);
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
