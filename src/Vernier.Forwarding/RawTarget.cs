using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;

namespace Vernier.Forwarding;

/// <summary>
/// The path and query of a request as the client has written them. A proxy forwards them unchanged, so it must be sure that every server behind it finds
/// the same path in them.
/// </summary>
internal static class RawTarget
{
    /// <summary>What is wrong with a target for which <see cref="Find(HttpContext)"/> returns null.</summary>
    public const string Problem = "The path must not contain '#', a null character, or the segments '.' and '..', also not encoded or with parameters.";

    /// <summary>How often a path is decoded in search of such segments; legitimate clients encode it at most twice.</summary>
    private const int MaxDecodings = 4;

    /// <summary>
    /// Returns the path and query of a request, starting with a slash; null if the target is ambiguous: decoded up to four times, its path contains a
    /// segment <c>.</c> or <c>..</c>, with or without parameters (<c>..;x</c>) and also after a backslash, or a null character; or the target contains
    /// <c>#</c>. Servers disagree about such targets, and browsers and libraries never send them.
    /// </summary>
    public static string? Find(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

        // Servers without connections have no raw target.
        return Find(target.Length > 0 ? target : http.Request.GetEncodedPathAndQuery());
    }

    /// <inheritdoc cref="Find(HttpContext)"/>
    /// <param name="target">The target in origin form, absolute form or asterisk form (RFC 9112, section 3.2).</param>
    public static string? Find(string target)
    {
        if (target.Contains('#', StringComparison.Ordinal) || OriginFormOf(target) is not { } origin)
            return null;
        var end = origin.IndexOf('?', StringComparison.Ordinal);
        return IsAmbiguous(end < 0 ? origin : origin[..end]) ? null : origin;
    }

    private static string? OriginFormOf(string target)
    {
        if (target.StartsWith('/'))
            return target;
        if (target == "*")
            return "/";
        var scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
            return null;
        var path = target.AsSpan(scheme + 3).IndexOfAny('/', '?');
        if (path < 0)
            return "/";
        var rest = target[(scheme + 3 + path)..];
        return rest.StartsWith('/') ? rest : "/" + rest;
    }

    private static bool IsAmbiguous(string path)
    {
        // Most paths have nothing to decode and no segment that starts with a dot.
        if (path.AsSpan().IndexOfAny('%', '\\', '\0') < 0 && !path.Contains("/.", StringComparison.Ordinal))
            return false;
        for (var decodings = 0; ; decodings++)
        {
            if (path.Contains('\0', StringComparison.Ordinal) || path.Split('/', '\\').Any(IsDots))
                return true;
            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
                return false;
            if (decodings == MaxDecodings)
                return true;
            path = decoded;
        }
    }

    /// <summary>Servers cut off parameters, and some also spaces.</summary>
    private static bool IsDots(string segment) => segment.Split(';')[0].Trim() is "." or "..";
}
