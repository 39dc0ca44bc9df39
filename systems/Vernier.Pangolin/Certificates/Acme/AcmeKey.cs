using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Vernier.Pangolin.Certificates.Acme;

/// <summary>The key of an account: ECDSA with the curve P-256 (ES256). Not thread-safe.</summary>
internal sealed class AcmeKey : IDisposable
{
    private readonly ECDsa _key;

    private AcmeKey(ECDsa key)
    {
        _key = key;
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        // RFC 7638 hashes these members without white space and in this order.
        Jwk = new JsonObject
        {
            ["crv"] = "P-256",
            ["kty"] = "EC",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        };
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Jwk.ToJsonString())));
    }

    /// <summary>The public key (RFC 7517).</summary>
    public JsonObject Jwk { get; }

    /// <summary>The thumbprint of the public key (RFC 7638) in base64url.</summary>
    public string Thumbprint { get; }

    /// <summary>Returns a new key as PEM.</summary>
    public static string CreatePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="AcmeException">It is not a P-256 key. The message does not contain it.</exception>
    public static AcmeKey FromPem(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256)
                return new AcmeKey(key);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // The exception could quote the key.
        }
        key.Dispose();
        throw new AcmeException(AcmeEvent.Failed, "The key of the ACME account in the database is damaged. Delete its row in pangolin_acme_accounts to create another account.");
    }

    /// <summary>Returns what a server responds to a challenge (RFC 8555, section 8.1).</summary>
    public string Authorize(string token) => $"{token}.{Thumbprint}";

    /// <summary>Signs data: 64 bytes, as ES256 requires (RFC 7518, section 3.4).</summary>
    public byte[] Sign(byte[] data) => _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => _key.Dispose();
}
