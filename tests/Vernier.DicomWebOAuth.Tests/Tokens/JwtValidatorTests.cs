using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Vernier.DicomWebOAuth.Servers;
using Vernier.DicomWebOAuth.Tokens;
using Vernier.Testing;

namespace Vernier.DicomWebOAuth.Tests.Tokens;

public class JwtValidatorTests
{
    private const string Malformed = "The token is not a valid JWT.";
    private const string WrongSignature = "The signature of the token does not match JWTPublicKey.";
    private const string WrongAlgorithm = "The signature algorithm of the token is not listed in JWTAlgorithms.";

    // Creating RSA keys is slow.
    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private readonly ManualTime _time = new();

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS512")]
    [InlineData("PS384")]
    [InlineData("ES256")]
    public async Task FindError_ValidToken_ReturnsNull(string algorithm)
    {
        var key = algorithm == "ES256" ? Ec.ExportSubjectPublicKeyInfoPem() : Rsa.ExportSubjectPublicKeyInfoPem();

        (await ErrorOfAsync(Sign(algorithm, Claims(Now + 60)), key, algorithms: algorithm)).ShouldBeNull();
    }

    [Fact]
    public async Task FindError_OneOfSeveralAudiencesMatches_ReturnsNull() =>
        (await ErrorOfAsync(Sign("RS256", $$"""{"iss":"me","aud":["x","dicom"],"exp":{{Now + 60}},"nbf":{{Now}}}"""))).ShouldBeNull();

    [Fact]
    public async Task FindError_KeyIdInHeader_IsIgnored() =>
        (await ErrorOfAsync(Sign("RS256", Claims(Now + 60), header: """{"alg":"RS256","kid":"other"}"""))).ShouldBeNull();

    [Theory]
    [InlineData("""["urn:example:extension"]""")]
    [InlineData("""["b64"]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task FindError_CriticalExtension_IsRejected(string extensions) =>
        (await ErrorOfAsync(Sign("RS256", Claims(Now + 60), header: $$"""{"alg":"RS256","crit":{{extensions}}}""")))
            .ShouldBe("The token requires extensions that are not supported (crit).");

    [Fact]
    public async Task FindError_NoExpiration_IsRejected() =>
        (await ErrorOfAsync(Sign("RS256", """{"iss":"me","aud":"dicom"}"""))).ShouldBe("The token has no expiration time (exp).");

    [Theory]
    [InlineData(300, -299, null)]
    [InlineData(300, -300, "The token has expired.")]
    [InlineData(300, -301, "The token has expired.")]
    [InlineData(0, 1, null)]
    [InlineData(0, 0, "The token has expired.")]
    public async Task FindError_Expired_IsRejectedOutsideTheClockSkew(int skew, int expiresIn, string? error) =>
        (await ErrorOfAsync(Sign("RS256", Claims(Now + expiresIn)), skew: skew)).ShouldBe(error);

    [Theory]
    [InlineData(300, 300, null)]
    [InlineData(300, 301, "The token is not valid yet (nbf).")]
    [InlineData(0, 0, null)]
    [InlineData(0, 1, "The token is not valid yet (nbf).")]
    public async Task FindError_NotYetValid_IsRejectedOutsideTheClockSkew(int skew, int startsIn, string? error) =>
        (await ErrorOfAsync(Sign("RS256", $$"""{"iss":"me","aud":"dicom","exp":{{Now + 3600}},"nbf":{{Now + startsIn}}}"""), skew: skew)).ShouldBe(error);

    [Fact]
    public async Task FindError_TimePasses_TokenExpires()
    {
        var token = Sign("RS256", Claims(Now + 60));
        (await ErrorOfAsync(token, skew: 30)).ShouldBeNull();

        _time.Advance(TimeSpan.FromSeconds(90));

        (await ErrorOfAsync(token, skew: 30)).ShouldBe("The token has expired.");
    }

    [Theory]
    [InlineData("\"iss\":\"you\",\"aud\":\"dicom\"", "The issuer of the token does not match JWTIssuer.")]
    [InlineData("\"aud\":\"dicom\"", "The issuer of the token does not match JWTIssuer.")]
    [InlineData("\"iss\":\"me\",\"aud\":\"other\"", "The audience of the token does not match JWTAudience.")]
    [InlineData("\"iss\":\"me\",\"aud\":[]", "The audience of the token does not match JWTAudience.")]
    [InlineData("\"iss\":\"me\"", "The audience of the token does not match JWTAudience.")]
    public async Task FindError_WrongIssuerOrAudience_IsRejected(string claims, string error) =>
        (await ErrorOfAsync(Sign("RS256", $$"""{{{claims}},"exp":{{Now + 60}}}"""))).ShouldBe(error);

    [Fact]
    public async Task FindError_NoIssuerAndAudienceConfigured_AcceptsAny()
    {
        var validator = JwtValidator.Create(new DicomWebServerOptions { JWTPublicKey = Rsa.ExportSubjectPublicKeyInfoPem() }, _time).ShouldNotBeNull();

        (await validator.FindErrorAsync(Sign("RS256", $$"""{"iss":"you","exp":{{Now + 60}}}"""))).ShouldBeNull();
    }

    [Fact]
    public void Create_NoPublicKey_ReturnsNull() => JwtValidator.Create(new DicomWebServerOptions(), _time).ShouldBeNull();

    [Fact]
    public async Task FindError_AlgorithmNone_IsRejected()
    {
        var token = $"{Encode("""{"alg":"none"}""")}.{Encode(Claims(Now + 60))}.";

        (await ErrorOfAsync(token)).ShouldBe(WrongAlgorithm);
        (await ErrorOfAsync(token, algorithms: "none")).ShouldBe(WrongSignature);
    }

    [Fact]
    public async Task FindError_PublicKeyAsSharedSecret_IsRejected()
    {
        var pem = Rsa.ExportSubjectPublicKeyInfoPem();
        var text = $"{Encode("""{"alg":"HS256"}""")}.{Encode(Claims(Now + 60))}";
        var token = $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(text)))}";

        (await ErrorOfAsync(token)).ShouldBe(WrongAlgorithm);
        (await ErrorOfAsync(token, algorithms: "HS256")).ShouldBe(WrongSignature);
    }

    [Fact]
    public async Task FindError_AlgorithmNotListed_IsRejected() => (await ErrorOfAsync(Sign("RS512", Claims(Now + 60)))).ShouldBe(WrongAlgorithm);

    [Fact]
    public async Task FindError_WrongKeyOrChangedClaims_IsRejected()
    {
        using var other = RSA.Create(2048);
        var token = Sign("RS256", Claims(Now + 60));
        var parts = token.Split('.');

        (await ErrorOfAsync(token, other.ExportSubjectPublicKeyInfoPem())).ShouldBe(WrongSignature);
        (await ErrorOfAsync(token, Ec.ExportSubjectPublicKeyInfoPem())).ShouldBe(WrongSignature);
        (await ErrorOfAsync($"{parts[0]}.{Encode(Claims(Now + 61))}.{parts[2]}")).ShouldBe(WrongSignature);
        (await ErrorOfAsync($"{parts[0]}.{parts[1]}.")).ShouldBe(WrongSignature);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJSUzI1NiJ9.bm8ganNvbg.AAAA")]
    public async Task FindError_Garbage_IsRejectedWithoutQuotingIt(string token) => (await ErrorOfAsync(token)).ShouldBe(Malformed);

    [Theory]
    [InlineData("""{"iss":"me","aud":"dicom","exp":"soon"}""")]
    [InlineData("""{"iss":"me","aud":"dicom","exp":true}""")]
    [InlineData("""{"iss":"me","aud":"dicom","exp":null}""")]
    [InlineData("""{"iss":"me","aud":"dicom","exp":-1}""")]
    [InlineData("[]")]
    public async Task FindError_UnusableExpiration_IsRejected(string claims) => (await ErrorOfAsync(Sign("RS256", claims))).ShouldNotBeNull();

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("253402300800")]
    public async Task FindError_ExpirationBeyondTheCalendar_IsAccepted(string expires) =>
        (await ErrorOfAsync(Sign("RS256", $$"""{"iss":"me","aud":"dicom","exp":{{expires}}}"""))).ShouldBeNull();

    private static string Claims(long expires) => $$"""{"iss":"me","aud":"dicom","exp":{{expires}}}""";

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private Task<string?> ErrorOfAsync(string token, string? key = null, int skew = 300, string algorithms = "RS256") =>
        JwtValidator.Create(
            new DicomWebServerOptions
            {
                JWTPublicKey = key ?? Rsa.ExportSubjectPublicKeyInfoPem(),
                JWTAlgorithms = [algorithms],
                JWTAudience = ["dicom"],
                JWTIssuer = "me",
                JWTClockSkew = TimeSpan.FromSeconds(skew),
            },
            _time)!.FindErrorAsync(token);

    private string Sign(string algorithm, string claims, string? header = null)
    {
        var text = $"{Encode(header ?? $$"""{"alg":"{{algorithm}}"}""")}.{Encode(claims)}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = algorithm switch
        {
            "ES256" => Ec.SignData(bytes, HashAlgorithmName.SHA256),
            "PS384" => Rsa.SignData(bytes, HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            "RS512" => Rsa.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }
}
