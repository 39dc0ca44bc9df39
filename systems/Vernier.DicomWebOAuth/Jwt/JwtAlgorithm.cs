using System.Security.Cryptography;

namespace Vernier.DicomWebOAuth.Jwt;

/// <summary>The algorithms with a public key of RFC 7518, section 3.1: RS, PS and ES with 256, 384 and 512.</summary>
internal static class JwtAlgorithm
{
    public static IReadOnlyList<string> Names { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    public static bool IsKnown(string name) => Names.Contains(name);

    public static bool IsKey(string pem)
    {
        try
        {
            using var key = ReadKey(pem);
            return true;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Whether the signature was made by the owner of the key. A key of the other kind than the algorithm's verifies nothing.</summary>
    public static bool Verify(string algorithm, string pem, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        var hash = algorithm[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        };
        using var key = ReadKey(pem);
        return (algorithm[..2], key) switch
        {
            ("RS", RSA rsa) => rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1),
            ("PS", RSA rsa) => rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pss),
            ("ES", ECDsa curve) => curve.VerifyData(signed, signature, hash),
            _ => false,
        };
    }

    private static AsymmetricAlgorithm ReadKey(string pem)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return rsa;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            rsa.Dispose();
        }

        var curve = ECDsa.Create();
        try
        {
            curve.ImportFromPem(pem);
            return curve;
        }
        catch
        {
            curve.Dispose();
            throw;
        }
    }
}
