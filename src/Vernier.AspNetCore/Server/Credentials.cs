using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Vernier.AspNetCore.Server;

/// <summary>
/// The credentials that scrapers must send in the header <c>Authorization</c>: a bearer token (RFC 6750), or a user name and password (RFC 7617). Only a
/// hash is stored, and hashes are compared in constant time, so that response times reveal nothing.
/// </summary>
internal sealed class Credentials
{
    private readonly string _scheme;
    private readonly byte[] _hash;

    private Credentials(string scheme, string expected, string challenge)
    {
        _scheme = scheme;
        _hash = Hash(expected);
        Challenge = challenge;
    }

    /// <summary>Gets the value of <c>WWW-Authenticate</c> for requests with missing or wrong credentials.</summary>
    public string Challenge { get; }

    /// <summary>Creates the credentials of the options; null if none are required.</summary>
    public static Credentials? Of(MetricsServerOptions options)
    {
        if (options.BearerToken is not null)
            return new Credentials("Bearer", options.BearerToken, "Bearer realm=\"metrics\"");
        if (options.BasicAuthUser is null)
            return null;
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.BasicAuthUser}:{options.BasicAuthPassword}"));
        return new Credentials("Basic", pair, "Basic realm=\"metrics\", charset=\"UTF-8\"");
    }

    /// <summary>Returns whether exactly one header is present and valid.</summary>
    public bool Match(StringValues authorization) =>
        AuthenticationHeaderValue.TryParse(authorization, out var presented)
        && presented.Scheme.Equals(_scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(presented.Parameter ?? ""), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
