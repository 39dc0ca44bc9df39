using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Proxy;

/// <summary>The headers with which backends learn about the connection of the client.</summary>
internal static class ForwardedHeaders
{
    private const string Prefix = "X-Forwarded-";

    /// <summary>The request headers that are not copied from the client.</summary>
    public static readonly FrozenSet<string> Excluded = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, SiteProtocol.TargetHeader);

    /// <summary>Removes headers that only a proxy sets. What a client claims is not trusted.</summary>
    public static void RemoveUntrusted(IHeaderDictionary headers)
    {
        List<string>? removed = null;
        foreach (var (name, _) in headers)
        {
            if (IsProxyHeader(name))
                (removed ??= []).Add(name);
        }
        foreach (var name in removed ?? [])
            headers.Remove(name);
    }

    /// <summary>Describes the connection of the client.</summary>
    public static void Add(HttpContext http, HttpRequestMessage request)
    {
        if (http.Connection.RemoteIpAddress is { } address)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", http.Request.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", http.Request.Headers.Host.ToString());
    }

    /// <summary>Some servers read an underscore in the name of a header as a hyphen.</summary>
    private static bool IsProxyHeader(string name) => name.Length switch
    {
        9 => Is(name, "Forwarded") || Is(name, "X-Real-IP") || Is(name, "Client-IP"),
        14 => Is(name, "True-Client-IP") || IsPrefixed(name),
        > 12 => IsPrefixed(name),
        _ => false,
    };

    private static bool IsPrefixed(string name) =>
        name[0] is 'X' or 'x'
        && (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || name.Contains('_', StringComparison.Ordinal) && name.Replace('_', '-').StartsWith(Prefix, StringComparison.OrdinalIgnoreCase));

    private static bool Is(string name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase) || name.Contains('_', StringComparison.Ordinal) && name.Replace('_', '-').Equals(other, StringComparison.OrdinalIgnoreCase);
}
