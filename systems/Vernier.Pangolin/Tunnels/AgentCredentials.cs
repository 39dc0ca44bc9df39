using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Vernier.Services;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The identifier and the secret with which sites and clients authenticate their requests: HTTP Basic.</summary>
internal static class AgentCredentials
{
    private const string Basic = "Basic ";
    private const int MaxLength = 1_000;

    /// <summary>What the secret of an unknown site or client is compared with. No secret has this hash.</summary>
    private static readonly byte[] UnknownHash = new byte[SHA256.HashSizeInBytes * 2];

    /// <summary>Whether the connection is encrypted or does not leave this machine. A proxy on this machine reports what it received.</summary>
    public static bool IsEncrypted(HttpContext http) => http.Request.IsHttps
        || ClientAddress.IsDirectLoopback(http)
        || (ClientAddress.IsLoopback(http.Connection.RemoteIpAddress) && http.Request.Headers["X-Forwarded-Proto"].ToString().Equals("https", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads the credentials of a request; null if it has none.</summary>
    public static (string? Id, string? Secret) Read(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) || header.Length > MaxLength)
            return default;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Basic.Length..].Trim(), bytes, out var length))
            return default;
        var text = Encoding.UTF8.GetString(bytes.AsSpan(0, length));
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? default : (text[..colon], text[(colon + 1)..]);
    }

    /// <summary>Compares a secret with its hash in constant time, also for an unknown site or client.</summary>
    /// <param name="secret">The secret; null if the request has none.</param>
    /// <param name="hash">The hash; null if the site or client is unknown.</param>
    public static bool IsSecret(string? secret, string? hash)
    {
        var actual = Encoding.ASCII.GetBytes(TextHash.Of(secret ?? ""));
        var expected = hash is null ? UnknownHash : Encoding.ASCII.GetBytes(hash);
        return CryptographicOperations.FixedTimeEquals(actual, expected) && hash is not null && secret is not null;
    }
}
