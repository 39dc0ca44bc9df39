using Microsoft.AspNetCore.Http;

namespace Vernier.Forwarding;

/// <summary>
/// The request headers with which proxies describe the connection of a client: <c>Forwarded</c> (RFC 7239), <c>X-Forwarded-*</c>, <c>X-Real-IP</c> and
/// their relatives. A client can send them, too, so a proxy that faces clients never passes them on.
/// </summary>
internal static class ForwardingHeaders
{
    private static readonly string[] Prefixes = ["X-Forwarded-", "X-Original-"];

    private static readonly string[] Names =
    [
        "Forwarded", "X-Real-IP", "Client-IP", "X-Client-IP", "True-Client-IP", "X-Cluster-Client-IP", "X-ProxyUser-IP", "CF-Connecting-IP", "Fastly-Client-IP",
        "X-Rewrite-URL",
    ];

    /// <summary>Whether only a proxy sets a header. Some servers read an underscore in a name as a hyphen.</summary>
    public static bool Contains(string name)
    {
        // All of them start with one of these letters.
        if (name.Length == 0 || name[0] is not ('X' or 'x' or 'F' or 'f' or 'C' or 'c' or 'T' or 't'))
            return false;
        var normalized = name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name;
        foreach (var prefix in Prefixes)
        {
            if (normalized.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        foreach (var known in Names)
        {
            if (normalized.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    /// <summary>Removes the headers from a request of a client. What a client claims is not trusted.</summary>
    public static void Remove(IHeaderDictionary headers)
    {
        List<string>? removed = null;
        foreach (var (name, _) in headers)
        {
            if (Contains(name))
                (removed ??= []).Add(name);
        }
        foreach (var name in removed ?? [])
            headers.Remove(name);
    }

    /// <summary>Describes the connection of the client to the destination.</summary>
    public static void Add(HttpContext http, HttpRequestMessage request)
    {
        if (http.Connection.RemoteIpAddress is { } address)
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString());
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", http.Request.Scheme);
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", http.Request.Headers.Host.ToString());
    }
}
