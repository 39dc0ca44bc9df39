using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>Creates signed requests: JSON Web Signatures (RFC 7515) in the flattened form.</summary>
internal static class AcmeJws
{
    /// <summary>Signs a request with the key of an account.</summary>
    /// <param name="key">The key.</param>
    /// <param name="account">The URL of the account; null before it is known, which sends the public key instead.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="url">The URL of the request.</param>
    /// <param name="payload">The payload; null for a request that only reads (RFC 8555, section 6.3).</param>
    public static JsonObject Sign(AcmeKey key, Uri? account, string nonce, Uri url, JsonObject? payload)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["nonce"] = nonce, ["url"] = url.AbsoluteUri };
        if (account is null)
            header["jwk"] = key.Jwk.DeepClone();
        else
            header["kid"] = account.AbsoluteUri;
        return Create(header, payload?.ToJsonString() ?? "", key.Sign);
    }

    /// <summary>Binds the key of a new account to an external account (RFC 8555, section 7.3.4).</summary>
    public static JsonObject BindExternalAccount(AcmeKey key, string externalId, byte[] externalKey, Uri url)
    {
        var header = new JsonObject { ["alg"] = "HS256", ["kid"] = externalId, ["url"] = url.AbsoluteUri };
        return Create(header, key.Jwk.ToJsonString(), data => HMACSHA256.HashData(externalKey, data));
    }

    private static JsonObject Create(JsonObject header, string payload, Func<byte[], byte[]> sign)
    {
        var encodedHeader = Encode(header.ToJsonString());
        var encodedPayload = Encode(payload);
        return new JsonObject
        {
            ["protected"] = encodedHeader,
            ["payload"] = encodedPayload,
            ["signature"] = Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes($"{encodedHeader}.{encodedPayload}"))),
        };
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
