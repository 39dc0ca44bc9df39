using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Vernier.DicomWebOAuth.Servers;

/// <summary>Public keys in PEM form, and the algorithms that they may verify (RFC 7518, section 3.1).</summary>
internal static class JwtKey
{
    public static IReadOnlyList<string> Algorithms { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Gets a value indicating whether the text is an RSA or EC key.</summary>
    public static bool IsValid(string pem)
    {
        try
        {
            _ = Parse(pem);
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Reads an RSA or EC key.</summary>
    /// <exception cref="CryptographicException">The key is not valid.</exception>
    /// <exception cref="ArgumentException">The text is not a key in PEM form.</exception>
    public static SecurityKey Parse(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new RsaSecurityKey(rsa);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
        }

        var ec = ECDsa.Create();
        try
        {
            ec.ImportFromPem(pem);
            return new ECDsaSecurityKey(ec);
        }
        catch
        {
            ec.Dispose();
            throw;
        }
    }
}
