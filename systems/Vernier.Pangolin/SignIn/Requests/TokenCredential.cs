using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Pangolin.SignIn.Tokens;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>The access token of a request: in a header, or in the address of a link.</summary>
internal static class TokenCredential
{
    /// <summary>The header for programs, which can also send <c>Authorization: Bearer TOKEN</c>.</summary>
    public const string Header = "X-Pangolin-Token";

    /// <summary>The parameter of links. Values without the prefix of our tokens belong to the backend.</summary>
    public const string Parameter = "token";

    private const string Bearer = "Bearer ";

    /// <summary>Returns the token in a header; null if there is none.</summary>
    public static string? InHeader(HttpContext http)
    {
        var token = http.Request.Headers[Header].ToString();
        return token.Length > 0 ? token : IsBearer(http) ? http.Request.Headers.Authorization.ToString()[Bearer.Length..].Trim() : null;
    }

    /// <summary>Returns the token in the address; null if there is none.</summary>
    public static string? InQuery(HttpContext http) =>
        http.Request.QueryString.HasValue ? http.Request.Query[Parameter].FirstOrDefault(value => value?.StartsWith(AccessTokens.Prefix, StringComparison.Ordinal) == true) : null;

    /// <summary>Removes our tokens from the headers and the address, so that they are not forwarded.</summary>
    public static void Remove(HttpContext http)
    {
        http.Request.Headers.Remove(Header);
        if (IsBearer(http))
            http.Request.Headers.Remove("Authorization");
        if (InQuery(http) is null)
            return;
        var rest = string.Join('&', http.Request.QueryString.Value![1..].Split('&').Where(part => !IsToken(part)));
        http.Request.QueryString = rest.Length == 0 ? QueryString.Empty : new QueryString("?" + rest);
        if (http.Features.Get<IHttpRequestFeature>() is { } request)
            request.RawTarget = request.RawTarget.Split('?')[0] + http.Request.QueryString.Value;
    }

    private static bool IsToken(string part)
    {
        var pair = part.Split('=', 2);
        return pair.Length == 2
            && WebUtility.UrlDecode(pair[0]).Equals(Parameter, StringComparison.OrdinalIgnoreCase)
            && WebUtility.UrlDecode(pair[1]).StartsWith(AccessTokens.Prefix, StringComparison.Ordinal);
    }

    private static bool IsBearer(HttpContext http)
    {
        var value = http.Request.Headers.Authorization.ToString();
        return value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && value[Bearer.Length..].TrimStart().StartsWith(AccessTokens.Prefix, StringComparison.Ordinal);
    }
}
