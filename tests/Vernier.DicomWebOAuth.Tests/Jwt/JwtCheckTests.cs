using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vernier.DicomWebOAuth.Jwt;

namespace Vernier.DicomWebOAuth.Tests.Jwt;

public sealed class JwtCheckTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_000_000);

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    [Fact]
    public void Mistake_GoodRsaToken_IsNone() =>
        Mistake(Signed("RS256", """{"iss":"me","aud":["x","dicom"],"exp":1000001,"nbf":1000000}""")).ShouldBeNull();

    [Fact]
    public void Mistake_GoodPssAndCurveTokens_AreNone()
    {
        Mistake(Signed("PS384", """{"iss":"me","aud":"dicom"}""")).ShouldBeNull();
        Mistake(Signed("ES256", """{"iss":"me","aud":"dicom"}"""), key: _curve.ExportSubjectPublicKeyInfoPem()).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"iss":"me","aud":"dicom","exp":1000000}""", "The token has expired.")]
    [InlineData("""{"iss":"me","aud":"dicom","nbf":1000001}""", "The token is not valid yet.")]
    [InlineData("""{"iss":"you","aud":"dicom"}""", "The token is not from JWTIssuer.")]
    [InlineData("""{"aud":"dicom"}""", "The token is not from JWTIssuer.")]
    [InlineData("""{"iss":"me","aud":"other"}""", "The token is not for JWTAudience.")]
    [InlineData("""{"iss":"me"}""", "The token is not for JWTAudience.")]
    [InlineData("""{"iss":"me","aud":"dicom","exp":"soon"}""", "The token is no readable JWT.")]
    [InlineData("no json", "The token is no readable JWT.")]
    public void Mistake_WrongClaim_IsNamed(string claims, string mistake) => Mistake(Signed("RS256", claims)).ShouldBe(mistake);

    [Theory]
    [InlineData("opaque", "The token is no signed JWT.")]
    [InlineData("a.b.c", "The token is no readable JWT.")]
    public void Mistake_NoJwt_IsNamed(string token, string mistake) => Mistake(token).ShouldBe(mistake);

    [Fact]
    public void Mistake_OtherAlgorithmOrSignature_IsNamed()
    {
        const string claims = """{"iss":"me","aud":"dicom"}""";
        var signed = Signed("RS256", claims);
        var parts = signed.Split('.');

        Mistake($"{Encode("""{"alg":"none"}""")}.{parts[1]}.").ShouldBe("The token is signed with an algorithm that JWTAlgorithms does not allow.");
        Mistake(Signed("RS512", claims)).ShouldBe("The token is signed with an algorithm that JWTAlgorithms does not allow.");
        Mistake($"{parts[0]}.{Encode("""{"iss":"me","aud":"dicom","admin":true}""")}.{parts[2]}").ShouldBe("The token's signature is not from the owner of JWTPublicKey.");
        Mistake(Signed("ES256", claims)).ShouldBe("The token's signature is not from the owner of JWTPublicKey.");
    }

    private string? Mistake(string token, string? key = null) =>
        JwtCheck.Mistake(token, new JwtRules(key ?? _rsa.ExportSubjectPublicKeyInfoPem(), ["RS256", "PS384", "ES256"], ["dicom"], "me"), Now);

    private string Signed(string algorithm, string claims)
    {
        var text = $"{Encode($$"""{"alg":"{{algorithm}}"}""")}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = algorithm switch
        {
            "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256),
            "PS384" => _rsa.SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            "RS512" => _rsa.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
